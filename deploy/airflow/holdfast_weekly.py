"""The weekly run of Holdfast on Airflow (2.4 to 2.11): one task a job, in their order.

Each task is a plain spark-submit, so Airflow needs no package of Holdfast, only a worker that can
submit. A job that failed is simply run again: none leaves a table half written, and one that has
nothing left to do ends with exit code 0.

Airflow variables:
  holdfast_home        the folder of the project, built, or one with its job jars laid out alike
  holdfast_submit      spark-submit with its own options, "spark-submit --master spark://host:7077"
  holdfast_problem     the problem file, where the driver can read it
  holdfast_deployment  the deployment file, likewise
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.operators.bash import BashOperator

MAIN_CLASSES = {
    "ingestion": "IngestionJob",
    "features": "FeaturesJob",
    "training": "TrainingJob",
    "scoring": "ScoringJob",
    "monitoring": "MonitoringJob",
    "card": "CardJob",
}

# Training: 4 says that the new model was refused; the champion stays, and the week goes on with it.
# 2 and 3 (bad configuration, a closed data gate) no other attempt can mend, but a retry does no harm.
COMMAND = """
code=0
{{ var.value.holdfast_submit }} \
  --class dev.holdfast.{{ params.job }}.{{ params.main }} \
  {{ var.value.holdfast_home }}/jobs/{{ params.job }}/target/holdfast-{{ params.job }}-0.1.0-job.jar \
  --problem {{ var.value.holdfast_problem }} \
  --deployment {{ var.value.holdfast_deployment }} \
  --as-of {{ data_interval_end | ds }} || code=$?
if [ "$code" -eq 4 ]; then echo "The new model was refused; the champion stays."; exit 0; fi
exit "$code"
"""

with DAG(
    dag_id="holdfast_weekly",
    description="Who is about to leave: ingestion, features, training, scoring, monitoring, card",
    # A Monday's run asks about that Monday, and every day of the problem's calendar is a Monday.
    schedule="15 4 * * MON",
    start_date=pendulum.datetime(2024, 12, 30, tz="UTC"),
    # Weeks that were missed are caught up with, oldest first, one at a time.
    catchup=True,
    max_active_runs=1,
    default_args={
        "depends_on_past": True,
        "retries": 2,
        "retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(hours=6),
    },
    tags=["holdfast"],
) as dag:
    before = None
    for job, main in MAIN_CLASSES.items():
        task = BashOperator(
            task_id=job,
            bash_command=COMMAND,
            params={"job": job, "main": main},
        )
        if before is not None:
            before >> task
        before = task
