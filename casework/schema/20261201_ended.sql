-- Lists of closed cases by the day of opening: the youngest cases are open, and there are years of closed ones.
CREATE INDEX casework_case_ended ON casework_case (center_id, opened_at, id) WHERE closed_at <> 0;
