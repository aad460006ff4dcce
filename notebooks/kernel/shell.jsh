import dev.holdfast.look.*;
import static dev.holdfast.look.Look.*;
import static org.apache.spark.sql.functions.*;
