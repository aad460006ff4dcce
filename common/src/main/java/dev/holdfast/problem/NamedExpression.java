package dev.holdfast.problem;

/** A Spark SQL expression under a name, such as a row rule or a derived feature. */
public record NamedExpression(String name, String sql) {}
