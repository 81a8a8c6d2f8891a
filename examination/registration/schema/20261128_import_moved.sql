DROP TABLE registration_import;
