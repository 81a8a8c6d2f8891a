-- The clocks of a case are computed from its events; nothing ever read this copy of them.
DROP TABLE casework_clock;
