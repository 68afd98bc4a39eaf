-- What a workspace says of who may use what. Nothing said: every app is on, and a surface is as open as
-- the contract says (lib/contract/surfaces.ts).
ALTER TABLE "workspaces" ADD COLUMN "disabled_apps" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

CREATE TABLE "role_access" (
  "workspace_id" UUID NOT NULL,
  "role" TEXT NOT NULL,
  "surface" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  CONSTRAINT "role_access_pkey" PRIMARY KEY ("workspace_id", "role", "surface"),
  CONSTRAINT "role_access_level" CHECK ("level" IN ('hidden', 'read', 'write')),
  CONSTRAINT "role_access_role" CHECK ("role" IN ('owner', 'admin', 'member'))
);
ALTER TABLE "role_access" ADD CONSTRAINT "role_access_workspace_id_fkey"
  FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is said of a member goes with the membership: whoever comes back begins as their role.
CREATE TABLE "member_access" (
  "workspace_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "surface" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  CONSTRAINT "member_access_pkey" PRIMARY KEY ("workspace_id", "user_id", "surface"),
  CONSTRAINT "member_access_level" CHECK ("level" IN ('hidden', 'read', 'write'))
);
ALTER TABLE "member_access" ADD CONSTRAINT "member_access_workspace_id_user_id_fkey"
  FOREIGN KEY ("workspace_id", "user_id") REFERENCES "memberships"("workspace_id", "user_id")
  ON DELETE CASCADE ON UPDATE CASCADE;
