-- Made by `prisma migrate diff`; the five tables that grow for ever are range-partitioned by their UUIDv7.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'admin', 'engineer', 'technician', 'viewer');

-- CreateEnum
CREATE TYPE "connection_status" AS ENUM ('untested', 'healthy', 'degraded', 'failing', 'disabled');

-- CreateEnum
CREATE TYPE "inbox_state" AS ENUM ('pending', 'done', 'ignored', 'dead');

-- CreateEnum
CREATE TYPE "incident_status" AS ENUM ('open', 'working', 'waiting', 'escalated', 'resolved', 'closed');

-- CreateEnum
CREATE TYPE "run_status" AS ENUM ('queued', 'running', 'waiting', 'unknown', 'succeeded', 'escalated', 'stopped', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "step_status" AS ENUM ('started', 'waiting', 'ok', 'failed', 'skipped', 'unknown');

-- CreateEnum
CREATE TYPE "approval_status" AS ENUM ('pending', 'approved', 'denied', 'expired', 'withdrawn');

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_throttle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "window_start" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "blocked_till" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "instance_setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "instance_setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "executor" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "executor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "org" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "org_key" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "kek_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "org_key_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "member" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "engineer" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "tier" TEXT NOT NULL,
    "skills" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "engineer_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "client" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "client_identity" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "client_identity_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "connection" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connector" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "secrets" BYTEA,
    "ingest_secret_hash" BYTEA NOT NULL,
    "ingest_secret" BYTEA NOT NULL,
    "status" "connection_status" NOT NULL DEFAULT 'untested',
    "status_detail" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "last_event_at" TIMESTAMPTZ(3),
    "is_sandbox" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "connection_cursor" (
    "org_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "cursor" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_cursor_pkey" PRIMARY KEY ("org_id","connection_id","trigger")
);

-- CreateTable
CREATE TABLE "connection_token" (
    "org_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_token_pkey" PRIMARY KEY ("org_id","connection_id","name")
);

-- CreateTable
CREATE TABLE "connection_governor" (
    "org_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_till" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "open_till" TIMESTAMPTZ(3),

    CONSTRAINT "connection_governor_pkey" PRIMARY KEY ("org_id","connection_id")
);

-- CreateTable
CREATE TABLE "device" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "client_id" UUID,
    "name" TEXT NOT NULL,
    "os" TEXT,
    "os_family" TEXT,
    "role" TEXT NOT NULL DEFAULT 'other',
    "serial" TEXT,
    "macs" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "online" BOOLEAN,
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "device_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "device_identity" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "matched_by" TEXT NOT NULL DEFAULT 'new',
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "device_identity_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "body" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" "inbox_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3),
    "leased_till" TIMESTAMPTZ(3),
    "error" TEXT,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("org_id","id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "inbox_key" (
    "org_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "inbox_id" UUID NOT NULL,
    "seen" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_key_pkey" PRIMARY KEY ("org_id","connection_id","dedupe_key")
);

-- CreateTable
CREATE TABLE "alert" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "incident_id" UUID,
    "client_id" UUID,
    "device_id" UUID,
    "fingerprint" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("org_id","id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "alert_key" (
    "org_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "alert_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_key_pkey" PRIMARY KEY ("org_id","connection_id","external_id")
);

-- CreateTable
CREATE TABLE "incident" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "client_id" UUID,
    "device_id" UUID,
    "fingerprint" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" "incident_status" NOT NULL DEFAULT 'open',
    "alert_count" INTEGER NOT NULL DEFAULT 0,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "client_id" UUID,
    "device_id" UUID,
    "incident_id" UUID,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "status" TEXT NOT NULL,
    "is_closed" BOOLEAN NOT NULL DEFAULT false,
    "priority" TEXT,
    "category" TEXT,
    "assignee" TEXT,
    "resolution" TEXT,
    "url" TEXT,
    "opened_at" TIMESTAMPTZ(3),
    "vendor_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "knowledge_article" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "source" TEXT NOT NULL DEFAULT 'own',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "knowledge_article_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "triage" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "incident_id" UUID,
    "ticket_id" UUID,
    "method" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "priority" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION,
    "summary" TEXT NOT NULL,
    "statements" JSONB NOT NULL,
    "next_actions" JSONB NOT NULL DEFAULT '[]',
    "matches" JSONB NOT NULL DEFAULT '[]',
    "playbook_id" UUID,
    "transcript" JSONB,
    "usage" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "triage_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "incident_id" UUID,
    "run_id" UUID,
    "connection_id" UUID,
    "capability" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "answer" JSONB NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "playbook" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "live_version_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "playbook_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "playbook_version" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "playbook_id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "scripts" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "playbook_version_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "run" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "playbook_id" UUID NOT NULL,
    "playbook_version_id" UUID NOT NULL,
    "content_hash" TEXT NOT NULL,
    "incident_id" UUID,
    "ticket_id" UUID,
    "client_id" UUID,
    "device_id" UUID,
    "event_key" TEXT NOT NULL,
    "status" "run_status" NOT NULL DEFAULT 'queued',
    "seq" INTEGER NOT NULL DEFAULT 0,
    "lease_token" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_at" TIMESTAMPTZ(3),
    "facts" JSONB NOT NULL,
    "inputs" JSONB NOT NULL DEFAULT '{}',
    "started_by" TEXT NOT NULL,
    "outcome" TEXT,
    "cancel_requested_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "deadline_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_pkey" PRIMARY KEY ("org_id","id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "run_key" (
    "org_id" UUID NOT NULL,
    "playbook_id" UUID NOT NULL,
    "event_key" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_key_pkey" PRIMARY KEY ("org_id","playbook_id","event_key")
);

-- CreateTable
CREATE TABLE "run_step" (
    "org_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "capability" TEXT,
    "status" "step_status" NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "input" JSONB,
    "output" JSONB,
    "error" JSONB,
    "summary" TEXT,
    "evidence" UUID[] DEFAULT ARRAY[]::UUID[],
    "state" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_step_pkey" PRIMARY KEY ("org_id","run_id","path")
) PARTITION BY RANGE ("run_id");

-- CreateTable
CREATE TABLE "intent" (
    "org_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,
    "capability" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "idempotency" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "send_deadline" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT,
    "result" JSONB,
    "decided_by" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "intent_pkey" PRIMARY KEY ("org_id","run_id","path","attempt")
);

-- CreateTable
CREATE TABLE "run_wait" (
    "org_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "topic" TEXT,
    "wake_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_wait_pkey" PRIMARY KEY ("org_id","run_id")
);

-- CreateTable
CREATE TABLE "run_signal" (
    "org_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_signal_pkey" PRIMARY KEY ("org_id","run_id","topic","key")
);

-- CreateTable
CREATE TABLE "approval" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "from_role" "role" NOT NULL,
    "requested_by" TEXT NOT NULL,
    "status" "approval_status" NOT NULL DEFAULT 'pending',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "comment" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "why" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("org_id","id")
) PARTITION BY RANGE ("id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "executor_beat_at_idx" ON "executor"("beat_at");

-- CreateIndex
CREATE UNIQUE INDEX "org_slug_key" ON "org"("slug");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_org_id_user_id_key" ON "member"("org_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "engineer_org_id_connection_id_external_id_key" ON "engineer"("org_id", "connection_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "client_org_id_name_key" ON "client"("org_id", "name");

-- CreateIndex
CREATE INDEX "client_identity_org_id_client_id_idx" ON "client_identity"("org_id", "client_id");

-- CreateIndex
CREATE UNIQUE INDEX "client_identity_org_id_connection_id_external_id_key" ON "client_identity"("org_id", "connection_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "connection_org_id_name_key" ON "connection"("org_id", "name");

-- CreateIndex
CREATE INDEX "device_org_id_client_id_idx" ON "device"("org_id", "client_id");

-- CreateIndex
CREATE INDEX "device_org_id_name_idx" ON "device"("org_id", "name");

-- CreateIndex
CREATE INDEX "device_identity_org_id_device_id_idx" ON "device_identity"("org_id", "device_id");

-- CreateIndex
CREATE UNIQUE INDEX "device_identity_org_id_connection_id_external_id_key" ON "device_identity"("org_id", "connection_id", "external_id");

-- CreateIndex
CREATE INDEX "inbox_key_created_at_idx" ON "inbox_key"("created_at");

-- CreateIndex
CREATE INDEX "incident_org_id_status_id_idx" ON "incident"("org_id", "status", "id" DESC);

-- CreateIndex
CREATE INDEX "incident_org_id_last_at_idx" ON "incident"("org_id", "last_at" DESC);

-- CreateIndex
CREATE INDEX "ticket_org_id_incident_id_idx" ON "ticket"("org_id", "incident_id");

-- CreateIndex
CREATE INDEX "ticket_org_id_is_closed_id_idx" ON "ticket"("org_id", "is_closed", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ticket_org_id_connection_id_external_id_key" ON "ticket"("org_id", "connection_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "knowledge_article_org_id_slug_key" ON "knowledge_article"("org_id", "slug");

-- CreateIndex
CREATE INDEX "triage_org_id_incident_id_id_idx" ON "triage"("org_id", "incident_id", "id" DESC);

-- CreateIndex
CREATE INDEX "triage_org_id_ticket_id_id_idx" ON "triage"("org_id", "ticket_id", "id" DESC);

-- CreateIndex
CREATE INDEX "evidence_org_id_incident_id_idx" ON "evidence"("org_id", "incident_id");

-- CreateIndex
CREATE INDEX "evidence_org_id_run_id_idx" ON "evidence"("org_id", "run_id");

-- CreateIndex
CREATE UNIQUE INDEX "playbook_org_id_slug_key" ON "playbook"("org_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "playbook_version_org_id_playbook_id_version_key" ON "playbook_version"("org_id", "playbook_id", "version");

-- CreateIndex
CREATE INDEX "approval_org_id_status_id_idx" ON "approval"("org_id", "status", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "approval_org_id_run_id_path_plan_hash_key" ON "approval"("org_id", "run_id", "path", "plan_hash");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "engineer" ADD CONSTRAINT "engineer_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_identity" ADD CONSTRAINT "client_identity_org_id_client_id_fkey" FOREIGN KEY ("org_id", "client_id") REFERENCES "client"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_identity" ADD CONSTRAINT "client_identity_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_cursor" ADD CONSTRAINT "connection_cursor_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_org_id_client_id_fkey" FOREIGN KEY ("org_id", "client_id") REFERENCES "client"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_identity" ADD CONSTRAINT "device_identity_org_id_device_id_fkey" FOREIGN KEY ("org_id", "device_id") REFERENCES "device"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_identity" ADD CONSTRAINT "device_identity_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_org_id_client_id_fkey" FOREIGN KEY ("org_id", "client_id") REFERENCES "client"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_org_id_device_id_fkey" FOREIGN KEY ("org_id", "device_id") REFERENCES "device"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_org_id_client_id_fkey" FOREIGN KEY ("org_id", "client_id") REFERENCES "client"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_org_id_incident_id_fkey" FOREIGN KEY ("org_id", "incident_id") REFERENCES "incident"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "playbook_version" ADD CONSTRAINT "playbook_version_org_id_playbook_id_fkey" FOREIGN KEY ("org_id", "playbook_id") REFERENCES "playbook"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;


