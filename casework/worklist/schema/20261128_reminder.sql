-- Reminders are events of their case.
DROP TABLE worklist_reminder;
