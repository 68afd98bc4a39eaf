-- Connectors that whoever runs the installation does not let anybody connect. What is connected stays.
CREATE TABLE "blocked_connectors" (
  "connector_type" TEXT NOT NULL,
  "blocked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "blocked_connectors_pkey" PRIMARY KEY ("connector_type")
);
