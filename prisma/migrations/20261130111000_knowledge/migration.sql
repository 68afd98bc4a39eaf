-- What a workspace knows, as markdown: from records, or written through the API.
CREATE SEQUENCE knowledge_seq AS bigint CACHE 1;
CREATE TABLE knowledge_documents (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  external_id text NOT NULL,
  category text NOT NULL,
  connection_id uuid,
  stream text,
  record_id text,
  title text NOT NULL,
  markdown text NOT NULL,
  truncated boolean NOT NULL DEFAULT false,
  url text,
  tags text[] NOT NULL DEFAULT '{}',
  hash text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  seq bigint NOT NULL DEFAULT nextval('knowledge_seq'),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at timestamptz(3),
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT knowledge_documents_external_id UNIQUE (workspace_id, external_id),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX knowledge_documents_seq ON knowledge_documents (workspace_id, seq);
CREATE INDEX knowledge_documents_connection ON knowledge_documents (workspace_id, connection_id);

-- How far the records of a connection were followed.
CREATE TABLE knowledge_cursors (
  workspace_id uuid NOT NULL,
  connection_id uuid PRIMARY KEY,
  seq bigint NOT NULL DEFAULT 0,
  CONSTRAINT knowledge_cursors_workspace_id_connection_id_key UNIQUE (workspace_id, connection_id),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);

-- What an outbound connection writes, and where.
CREATE TABLE knowledge_mirrors (
  workspace_id uuid NOT NULL,
  connection_id uuid PRIMARY KEY,
  parent_id text NOT NULL,
  parent_title text NOT NULL,
  categories text[] NOT NULL,
  connection_ids uuid[] NOT NULL DEFAULT '{}',
  tags text[] NOT NULL DEFAULT '{}',
  policy text NOT NULL,
  conflicts text NOT NULL,
  database_id text,
  data_source_id text,
  database_url text,
  properties jsonb NOT NULL DEFAULT '{}',
  looked_at timestamptz(3),
  database_gone boolean NOT NULL DEFAULT false,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT knowledge_mirrors_workspace_id_connection_id_key UNIQUE (workspace_id, connection_id),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);

-- Which page a document became, and what was last written there.
CREATE TABLE mirrored_pages (
  workspace_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  document_id uuid NOT NULL,
  external_id text NOT NULL,
  page_id text,
  url text,
  state text NOT NULL,
  hash text,
  blocks jsonb,
  remote_edited_at timestamptz(3),
  intended_at timestamptz(3),
  asked boolean NOT NULL DEFAULT false,
  error text,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (connection_id, document_id),
  CONSTRAINT mirrored_pages_state CHECK (state IN
    ('creating', 'writing', 'written', 'kept', 'conflict', 'archived', 'gone', 'left', 'failed')),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX mirrored_pages_page ON mirrored_pages (connection_id, page_id);

-- What a run of a mirror came to beside the counts every run has.
CREATE TABLE mirror_runs (
  workspace_id uuid NOT NULL,
  run_id uuid PRIMARY KEY,
  skipped integer NOT NULL DEFAULT 0,
  conflicts integer NOT NULL DEFAULT 0,
  CONSTRAINT mirror_runs_workspace_id_run_id_key UNIQUE (workspace_id, run_id),
  FOREIGN KEY (workspace_id, run_id) REFERENCES sync_runs (workspace_id, id) ON DELETE CASCADE
);
