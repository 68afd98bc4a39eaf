-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "platform_role" TEXT,
    "sessions_valid_after" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspaces" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mode" TEXT NOT NULL DEFAULT 'live',
    "return_origins" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" UUID,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "target_kind" TEXT,
    "target_id" TEXT,
    "request_id" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "data_keys" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kek_id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "primary" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_keys_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "provider_apps" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connector_type" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_secret_cipher" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_apps_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "credentials" (
    "workspace_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "cipher" BYTEA NOT NULL,
    "previous_cipher" BYTEA,
    "data_key_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "refreshed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "lease_owner" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("workspace_id","connection_id")
);

-- CreateTable
CREATE TABLE "oauth_states" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "state_hash" TEXT NOT NULL,
    "connection_id" UUID NOT NULL,
    "user_id" UUID,
    "session_hash" TEXT,
    "verifier_cipher" BYTEA NOT NULL,
    "redirect_uri" TEXT NOT NULL,
    "return_to" TEXT,
    "allow_account_change" BOOLEAN NOT NULL DEFAULT false,
    "sync_immediately" BOOLEAN NOT NULL DEFAULT true,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_states_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "connections" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connector_type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "status" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "direction" TEXT NOT NULL DEFAULT 'inbound',
    "singleton" TEXT,
    "owner_user_id" UUID,
    "created_by" UUID,
    "provider_app_id" UUID,
    "external_account_id" TEXT,
    "account_label" TEXT,
    "handle" TEXT,
    "display_name" TEXT,
    "avatar_url" TEXT,
    "account" JSONB NOT NULL DEFAULT '{}',
    "config" JSONB NOT NULL DEFAULT '{}',
    "collection" TEXT,
    "granted_scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "missing_scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "needs_reauth_at" TIMESTAMPTZ(3),
    "needs_reauth_reason" TEXT,
    "rate_limited_until" TIMESTAMPTZ(3),
    "last_synced_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "error_category" TEXT,
    "sweep_held" JSONB,
    "last_run_id" UUID,
    "live_run_id" UUID,
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "next_sync_at" TIMESTAMPTZ(3),
    "sync_immediately" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disconnected_at" TIMESTAMPTZ(3),

    CONSTRAINT "connections_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "sync_runs" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "sync_type" TEXT NOT NULL,
    "triggered_by" TEXT NOT NULL,
    "requested_streams" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "worker_id" UUID,
    "job_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "streams_total" INTEGER NOT NULL DEFAULT 0,
    "streams_failed" INTEGER NOT NULL DEFAULT 0,
    "records_created" INTEGER NOT NULL DEFAULT 0,
    "records_updated" INTEGER NOT NULL DEFAULT 0,
    "records_deleted" INTEGER NOT NULL DEFAULT 0,
    "records_failed" INTEGER NOT NULL DEFAULT 0,
    "records_read" INTEGER NOT NULL DEFAULT 0,
    "error_reason" TEXT,
    "error_message" TEXT,
    "progress" JSONB,

    CONSTRAINT "sync_runs_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "stream_runs" (
    "workspace_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "pages" INTEGER NOT NULL DEFAULT 0,
    "records_read" INTEGER NOT NULL DEFAULT 0,
    "records_created" INTEGER NOT NULL DEFAULT 0,
    "records_updated" INTEGER NOT NULL DEFAULT 0,
    "records_deleted" INTEGER NOT NULL DEFAULT 0,
    "records_failed" INTEGER NOT NULL DEFAULT 0,
    "error_reason" TEXT,
    "error_message" TEXT,

    CONSTRAINT "stream_runs_pkey" PRIMARY KEY ("workspace_id","run_id","stream")
);

-- CreateTable
CREATE TABLE "stream_checkpoints" (
    "workspace_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "cursor" JSONB,
    "pass" JSONB,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "stalls" INTEGER NOT NULL DEFAULT 0,
    "last_success_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stream_checkpoints_pkey" PRIMARY KEY ("workspace_id","connection_id","stream")
);

-- CreateTable
CREATE TABLE "records" (
    "workspace_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "records_pkey" PRIMARY KEY ("connection_id","stream","external_id")
);

-- CreateTable
CREATE TABLE "record_sightings" (
    "connection_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,

    CONSTRAINT "record_sightings_pkey" PRIMARY KEY ("connection_id","stream","external_id")
);

-- CreateTable
CREATE TABLE "stream_counts" (
    "workspace_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "live" INTEGER NOT NULL DEFAULT 0,
    "deleted" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stream_counts_pkey" PRIMARY KEY ("workspace_id","connection_id","stream")
);

-- CreateTable
CREATE TABLE "quarantined_records" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "external_id" TEXT,
    "reason" TEXT NOT NULL,
    "payload" JSONB,
    "payload_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "quarantined_records_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "cadence_overrides" (
    "connector_type" TEXT NOT NULL,
    "sync_interval" TEXT NOT NULL,
    "updated_by" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cadence_overrides_pkey" PRIMARY KEY ("connector_type")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "workspaces_slug_key" ON "workspaces"("slug");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_states_state_hash_key" ON "oauth_states"("state_hash");

-- CreateIndex
CREATE INDEX "connections_workspace_id_created_at_id_idx" ON "connections"("workspace_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "connections_id_key" ON "connections"("id");

-- CreateIndex
CREATE INDEX "sync_runs_workspace_id_connection_id_created_at_id_idx" ON "sync_runs"("workspace_id", "connection_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "sync_runs_id_key" ON "sync_runs"("id");

-- CreateIndex
CREATE INDEX "records_workspace_id_connection_id_seq_idx" ON "records"("workspace_id", "connection_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "quarantined_records_connection_id_stream_payload_hash_key" ON "quarantined_records"("connection_id", "stream", "payload_hash");

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_keys" ADD CONSTRAINT "data_keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_workspace_id_connection_id_fkey" FOREIGN KEY ("workspace_id", "connection_id") REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_states" ADD CONSTRAINT "oauth_states_workspace_id_connection_id_fkey" FOREIGN KEY ("workspace_id", "connection_id") REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_workspace_id_connection_id_fkey" FOREIGN KEY ("workspace_id", "connection_id") REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_runs" ADD CONSTRAINT "stream_runs_workspace_id_run_id_fkey" FOREIGN KEY ("workspace_id", "run_id") REFERENCES "sync_runs"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_checkpoints" ADD CONSTRAINT "stream_checkpoints_workspace_id_connection_id_fkey" FOREIGN KEY ("workspace_id", "connection_id") REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quarantined_records" ADD CONSTRAINT "quarantined_records_workspace_id_connection_id_fkey" FOREIGN KEY ("workspace_id", "connection_id") REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's language cannot say --------------------------------------------------------------

-- Order of change of records: the read cursor. One sequence, because a cursor is compared only within a connection.
CREATE SEQUENCE "record_seq" AS bigint CACHE 1;
ALTER TABLE "records" ALTER COLUMN "seq" SET DEFAULT nextval('record_seq');

-- A single-instance connector has one row that is not disconnected.
CREATE UNIQUE INDEX "connections_one_singleton" ON "connections" ("workspace_id", "singleton") WHERE "singleton" IS NOT NULL AND "status" <> 'disconnected';
-- An account is connected once.
CREATE UNIQUE INDEX "connections_one_account" ON "connections" ("workspace_id", "connector_type", "external_account_id") WHERE "external_account_id" IS NOT NULL AND "status" <> 'disconnected';
-- Two clicks on Connect make one row: a person has one unfinished attempt per connector.
CREATE UNIQUE INDEX "connections_one_attempt" ON "connections" ("workspace_id", "connector_type", COALESCE("created_by", '00000000-0000-0000-0000-000000000000')) WHERE "status" = 'pending' AND "external_account_id" IS NULL;
-- One live run per connection; a second asker is refused by this index.
CREATE UNIQUE INDEX "sync_runs_one_live" ON "sync_runs" ("workspace_id", "connection_id") WHERE "status" IN ('pending', 'running');
-- The due query and the lease watch read only rows that can match.
CREATE INDEX "connections_due" ON "connections" ("next_sync_at") WHERE "next_sync_at" IS NOT NULL AND "live_run_id" IS NULL AND "status" IN ('connected', 'error');
CREATE INDEX "sync_runs_live" ON "sync_runs" ("lease_until") WHERE "status" IN ('pending', 'running');

ALTER TABLE "connections" ADD CONSTRAINT "connections_status" CHECK ("status" IN ('pending', 'connected', 'error', 'paused', 'disconnected'));
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_status" CHECK ("status" IN ('pending', 'running', 'completed', 'partial', 'failed', 'cancelled', 'skipped_locked'));
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_role" CHECK ("role" IN ('owner', 'admin', 'member'));
ALTER TABLE "workspaces" ADD CONSTRAINT "workspaces_mode" CHECK ("mode" IN ('live', 'sandbox'));
-- A workspace seals with one data key at a time.
CREATE UNIQUE INDEX "data_keys_one_primary" ON "data_keys" ("workspace_id") WHERE "primary";
