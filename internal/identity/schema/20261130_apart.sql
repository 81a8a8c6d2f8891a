-- The three administrators exclude each other and every other role, for whoever writes past the program too. What is
-- put right first is what no version of the program wrote.
UPDATE identity_role SET admin = TRUE WHERE role IN ('sysadmin', 'secadmin', 'auditor') AND NOT admin;
UPDATE identity_role SET admin = FALSE WHERE role NOT IN ('sysadmin', 'secadmin', 'auditor') AND admin;
DELETE FROM identity_role WHERE NOT admin AND EXISTS (SELECT 1 FROM identity_role x WHERE x.account_id = identity_role.account_id AND x.admin);
SQLITE CREATE TRIGGER identity_role_given BEFORE INSERT ON identity_role
  WHEN NEW.admin <> (NEW.role IN ('sysadmin', 'secadmin', 'auditor'))
    OR EXISTS (SELECT 1 FROM identity_role x WHERE x.account_id = NEW.account_id AND x.role <> NEW.role AND (x.admin OR NEW.admin))
  BEGIN SELECT RAISE(ABORT, 'identity_role: an administrator has no other role'); END;
SQLITE CREATE TRIGGER identity_role_changed BEFORE UPDATE ON identity_role
  WHEN NEW.admin <> (NEW.role IN ('sysadmin', 'secadmin', 'auditor'))
    OR EXISTS (SELECT 1 FROM identity_role x WHERE x.account_id = NEW.account_id AND x.role <> NEW.role AND (x.admin OR NEW.admin)
      AND NOT (x.account_id = OLD.account_id AND x.role = OLD.role))
  BEGIN SELECT RAISE(ABORT, 'identity_role: an administrator has no other role'); END;
POSTGRES CREATE FUNCTION identity_role_apart() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
  PERFORM 1 FROM identity_account WHERE id = NEW.account_id FOR UPDATE;
  IF NEW.admin <> (NEW.role IN (''sysadmin'', ''secadmin'', ''auditor'')) THEN
    RAISE EXCEPTION ''identity_role: an administrator has no other role'' USING ERRCODE = ''23514'';
  END IF;
  IF EXISTS (SELECT 1 FROM identity_role x WHERE x.account_id = NEW.account_id AND x.role <> NEW.role AND (x.admin OR NEW.admin)) THEN
    RAISE EXCEPTION ''identity_role: an administrator has no other role'' USING ERRCODE = ''23514'';
  END IF;
  RETURN NEW;
END';
POSTGRES CREATE TRIGGER identity_role_apart AFTER INSERT OR UPDATE ON identity_role FOR EACH ROW EXECUTE FUNCTION identity_role_apart();
