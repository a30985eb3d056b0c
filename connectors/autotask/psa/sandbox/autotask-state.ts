// What this dialect keeps beside the world, and the switches for what databases do differently.
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';

export type WebhookRecord = {
  id: number;
  name: string;
  webhookUrl: string;
  deactivationUrl: string;
  secretKey: string;
  webhookGUID: string;
  isActive: boolean;
  isSubscribedToCreateEvents: boolean;
  isSubscribedToUpdateEvents: boolean;
  isSubscribedToDeleteEvents: boolean;
  ownerResourceID: number | null;
  notificationEmailAddress: string | null;
  failures: number;
  sequence: number;
};

export type AutotaskSandboxState = {
  /** the first part of every path; a database that is moved has another one, and the old one answers 401 */
  zone: string;
  userName: string;
  secret: string;
  integrationCode: string;
  /** a second user, whose security level may look and not touch */
  readOnlyUserName: string;
  requestCount: number;
  quirks: {
    /** the zone look-up and the next page point to a stranger's server */
    zoneUrl: string | null;
    nextPageOrigin: string | null;
    demandsDueDate: boolean;
    hasDefaultQueue: boolean;
    /** where time goes; the other address answers 404 */
    timeEntryPath: 'below the ticket' | 'flat';
    /** how long every call takes, so that four at once are four at once */
    latencyMs: number;
    /** what the picklist of note visibility is called */
    publishLabels: string[];
    /** statuses a ticket cannot leave or enter without, e.g. a checklist */
    refusesCompletion: string | null;
  };
  webhooks: WebhookRecord[];
  webhookFields: { id: number; webhookID: number; fieldID: number }[];
  excludedResources: { id: number; webhookID: number; resourceID: number }[];
};

export const initialAutotaskState = (): AutotaskSandboxState => ({
  zone: 'ATServicesRest',
  userName: 'mspclaw@msp.example',
  secret: 'sandbox-autotask-secret-01',
  integrationCode: 'SANDBOXTRACKINGCODE0001',
  readOnlyUserName: 'reader@msp.example',
  requestCount: 0,
  quirks: {
    zoneUrl: null,
    nextPageOrigin: null,
    demandsDueDate: false,
    hasDefaultQueue: true,
    timeEntryPath: 'below the ticket',
    latencyMs: 0,
    publishLabels: ['All Autotask Users', 'Internal Users'],
    refusesCompletion: null,
  },
  webhooks: [],
  webhookFields: [],
  excludedResources: [],
});

export type AutotaskSandbox = SandboxContext<AutotaskSandboxState>;
export type AutotaskRoute = SandboxRoute<AutotaskSandboxState>;
export type Row = Record<string, unknown> & { id: number };

/** the API user's own resource, and the name it has in the world */
export const apiResource = 90;
export const apiHandle = 'autotask-api';

export const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
export const refuse = (status: number, ...errors: string[]): SandboxAnswer => ({ status, json: { errors } });
export const noRight = () =>
  refuse(500, 'The logged in Resource does not have the adequate permissions to create this entity type.');

export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
