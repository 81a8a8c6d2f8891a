-- Lists leave out the cases in which the person has a conflict: the cases of an account, not the accounts
-- of a case.
CREATE INDEX casework_conflict_account ON casework_conflict (account_id, case_id);
