-- Processes that sync, by their sign of life. Unlogged: a crash of the server may lose them, and a backup leaves them out.
CREATE UNLOGGED TABLE "workers" (
    "id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "slots" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);
