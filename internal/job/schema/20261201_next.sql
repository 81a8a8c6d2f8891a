-- The jobs that are due longest come first without sorting all that wait.
DROP INDEX job_job_due;
CREATE INDEX job_job_next ON job_job (run_at, id) WHERE NOT failed;
