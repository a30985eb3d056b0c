// What this dialect keeps beside the world: tokens, notification sets, and the settings of its misbehaviour.
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export type SyncroQuirks = {
  /** numbers as text in places: the document's types are examples */
  hasTextNumbers: boolean;
  /** one asset inside `{asset}` instead of bare */
  wrapsAsset: boolean;
  /** what a cleared alert is afterwards */
  clearedAlertIs: 'gone' | 'resolved';
  /** which of its ways to refuse is used for what is not valid */
  refusal: 'message' | 'error' | 'errors' | 'errors-map' | 'success-text';
  /** lists without `meta` */
  hidesMeta: boolean;
  /** what the agent's facts are called here */
  propertyNames: 'plain' | 'nested' | 'none';
};

export type SyncroSandboxState = {
  token: string;
  /** without "Tickets - Edit" */
  limitedToken: string;
  quirks: SyncroQuirks;
  /** webhooks of notification sets, made by a person on the screen */
  notificationUrls: string[];
  /** comment id -> subject */
  subjects: Record<string, string>;
  goneAlerts: number[];
  timers: { id: number; ticketId: number; startMs: number; minutes: number; notes: string | null }[];
  /** assets made through the API: without their properties */
  madeAssets: { id: number; name: string; properties: Record<string, Json> }[];
};

export const scriptNumber = (worldId: number) => 4_000 + worldId;

export const initialSyncroState = (): SyncroSandboxState => ({
  token: 'sandbox-syncro-token-0001',
  limitedToken: 'sandbox-syncro-token-0002',
  quirks: {
    hasTextNumbers: false,
    wrapsAsset: false,
    clearedAlertIs: 'gone',
    refusal: 'message',
    hidesMeta: false,
    propertyNames: 'plain',
  },
  notificationUrls: [],
  subjects: {},
  goneAlerts: [],
  timers: [],
  madeAssets: [],
});
