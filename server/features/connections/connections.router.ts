import { z } from 'zod';
import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { catalogueEntries } from './catalogue-entries.ts';
import {
  connectionInput,
  connectionSummary,
  connectionView,
  connectorView,
  createConnectionInput,
  createConnectionOutput,
  deliveryView,
  sendTestAlertInput,
  setEnabledInput,
  syncConnectionOutput,
  testResult,
  updateConnectionInput,
} from './connection.schema.ts';
import { connectionHealth } from './connection-health.schema.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { createConnection } from './create-connection.ts';
import {
  catalogueEntryView,
  checkFormInput,
  checkFormOutput,
  probeInput,
  probeOutput,
  sandboxesOutput,
  trySandboxInput,
  trySandboxOutput,
} from './gallery.schema.ts';
import { callView } from './list-calls.schema.ts';
import { listCalls } from './list-calls.ts';
import { listConnections, listConnectors, readConnection } from './list-connections.ts';
import { listDeliveries } from './list-deliveries.ts';
import { checkForm, probeConnection } from './probe-connection.ts';
import { readConnectionHealth } from './read-connection-health.ts';
import { replayEvent } from './replay-event.ts';
import { sendTestAlert } from './send-test-alert.ts';
import { endFormer, registerWebhook, rotateIngestSecret, rotateWebhookSecrets } from './set-up-webhook.ts';
import { syncConnection } from './sync-connection.ts';
import { testConnection } from './test-connection.ts';
import { readWebhookArrival, testWebhook } from './test-webhook.ts';
import { listSandboxes, trySandbox } from './try-sandbox.ts';
import { setEnabled, updateConnection } from './update-connection.ts';
import {
  endFormerInput,
  endFormerOutput,
  replayEventInput,
  replayEventOutput,
  rotateOutput,
  testWebhookOutput,
  webhookArrivalInput,
  webhookArrivalOutput,
} from './webhook.schema.ts';

export const makeConnectionsRouter = (deps: ConnectionsDeps) =>
  router({
    connectors: permissionedProcedure('connection.read')
      .output(z.array(connectorView))
      .query(() => listConnectors(deps)),
    list: permissionedProcedure('connection.read')
      .output(z.array(connectionSummary))
      .query(({ ctx }) => listConnections(ctx.tenant, deps)),
    read: permissionedProcedure('connection.read')
      .input(connectionInput)
      .output(connectionView)
      .query(({ ctx, input }) => readConnection(ctx.tenant, input, deps)),
    deliveries: permissionedProcedure('connection.read')
      .input(connectionInput)
      .output(z.array(deliveryView))
      .query(({ ctx, input }) => listDeliveries(ctx.tenant, input, deps)),
    calls: permissionedProcedure('connection.read')
      .input(connectionInput)
      .output(z.array(callView))
      .query(({ ctx, input }) => listCalls(ctx.tenant, input, deps)),
    catalogue: permissionedProcedure('connection.read')
      .output(z.array(catalogueEntryView))
      .query(() => catalogueEntries.map((entry) => catalogueEntryView.parse(entry))),
    checkForm: permissionedProcedure('connection.manage')
      .input(checkFormInput)
      .output(checkFormOutput)
      .mutation(({ input }) => checkForm(input, deps)),
    probe: permissionedProcedure('connection.manage')
      .input(probeInput)
      .output(probeOutput)
      .mutation(({ ctx, input }) => probeConnection(ctx.tenant, input, deps)),
    sandboxes: permissionedProcedure('connection.manage')
      .output(sandboxesOutput)
      .query(({ ctx }) => listSandboxes(ctx.tenant, deps)),
    trySandbox: permissionedProcedure('connection.manage')
      .input(trySandboxInput)
      .output(trySandboxOutput)
      .mutation(({ ctx, input }) => trySandbox(ctx.tenant, input, deps)),
    health: permissionedProcedure('connection.read')
      .input(connectionInput)
      .output(connectionHealth)
      .query(({ ctx, input }) => readConnectionHealth(ctx.tenant, input, deps)),
    create: permissionedProcedure('connection.manage')
      .input(createConnectionInput)
      .output(createConnectionOutput)
      .mutation(({ ctx, input }) => createConnection(ctx.tenant, input, deps)),
    update: permissionedProcedure('connection.manage')
      .input(updateConnectionInput)
      .output(z.object({ test: testResult.nullable() }))
      .mutation(({ ctx, input }) => updateConnection(ctx.tenant, input, deps)),
    setEnabled: permissionedProcedure('connection.manage')
      .input(setEnabledInput)
      .output(z.object({ enabled: z.boolean() }))
      .mutation(({ ctx, input }) => setEnabled(ctx.tenant, input, deps)),
    test: permissionedProcedure('connection.test')
      .input(connectionInput)
      .output(testResult)
      .mutation(({ ctx, input }) => testConnection(ctx.tenant, input, deps)),
    sync: permissionedProcedure('connection.manage')
      .input(connectionInput)
      .output(syncConnectionOutput)
      .mutation(({ ctx, input }) => syncConnection(ctx.tenant, input, deps)),
    registerWebhook: permissionedProcedure('connection.manage')
      .input(connectionInput)
      .output(z.object({ registered: z.boolean() }))
      .mutation(({ ctx, input }) => registerWebhook(ctx.tenant, input, deps)),
    rotateIngestSecret: permissionedProcedure('connection.manage')
      .input(connectionInput)
      .output(rotateOutput)
      .mutation(({ ctx, input }) => rotateIngestSecret(ctx.tenant, input, deps)),
    rotateWebhookSecrets: permissionedProcedure('connection.manage')
      .input(connectionInput)
      .output(rotateOutput)
      .mutation(({ ctx, input }) => rotateWebhookSecrets(ctx.tenant, input, deps)),
    endFormer: permissionedProcedure('connection.manage')
      .input(endFormerInput)
      .output(endFormerOutput)
      .mutation(({ ctx, input }) => endFormer(ctx.tenant, input, deps)),
    testWebhook: permissionedProcedure('connection.test')
      .input(connectionInput)
      .output(testWebhookOutput)
      .mutation(({ ctx, input }) => testWebhook(ctx.tenant, input, deps)),
    webhookArrival: permissionedProcedure('connection.read')
      .input(webhookArrivalInput)
      .output(webhookArrivalOutput)
      .query(({ ctx, input }) => readWebhookArrival(ctx.tenant, input, deps)),
    replayEvent: permissionedProcedure('event.replay')
      .input(replayEventInput)
      .output(replayEventOutput)
      .mutation(({ ctx, input }) => replayEvent(ctx.tenant, input, deps)),
    sendTestAlert: permissionedProcedure('connection.test')
      .input(sendTestAlertInput)
      .output(z.object({ sent: z.boolean() }))
      .mutation(({ ctx, input }) => sendTestAlert(ctx.tenant, input, deps)),
  });
