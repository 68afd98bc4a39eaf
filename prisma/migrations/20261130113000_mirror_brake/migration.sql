-- How many pages a person has said may be put into the trash at once; nobody: NULL.
ALTER TABLE knowledge_mirrors ADD COLUMN archive_confirmed integer;
