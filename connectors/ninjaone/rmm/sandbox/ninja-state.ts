// What the NinjaOne sandbox keeps beside the world, and the switches for what instances do differently.
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export interface NinjaQuirks {
  /** scripts want a signed-in user */
  needsUserContext: boolean;
  /** what the run call answers; `seeded` = another one each time */
  runAnswer: 'seeded' | 'integer' | 'id' | 'activityId' | 'jobUid' | 'uuid' | 'empty';
  bareActivities: boolean;
  /** `newerThan` and `olderThan` as their documentation describes them */
  swapsActivityIds: boolean;
  /** path parts this instance does not have */
  missing: string[];
  /** the MSP has not made the custom field, so scripts leave no result */
  hasResultField: boolean;
  resultFieldIsWysiwyg: boolean;
  tokenSeconds: number;
  /** the add-on is there, or its calls answer with this */
  ticketing: 'on' | 403 | 404;
  /** what a PUT with an old version is answered with; no document says */
  staleVersionStatus: number;
  /** a PUT answers 204 instead of the ticket */
  putAnswersNothing: boolean;
  /** an instance that does not take our tag */
  dropsTags: boolean;
  /** tickets of monitors have nobody who reported them */
  ticketsLackRequester: boolean;
  /** the language of the instance */
  nameOfAllTickets: string;
  boardsLackConditions: boolean;
  /** boards have an order of their own, whatever is asked for */
  boardsIgnoreOrder: boolean;
}

/** What a ticket has here and the world does not know. */
export interface TicketExtras {
  formId: number;
  tags: string[];
  severity: string;
  hasNoPriority: boolean;
  locationId: number | null;
  attributes: { id: number; attributeId: number; value: Json }[];
  ccEmails: string[];
  requesterUid: string | null;
  descriptionNoteId: number | null;
}

export interface NinjaState {
  quirks: NinjaQuirks;
  /** access tokens given out, by value */
  tokens: Record<string, { client: string; expiresAtMs: number }>;
  /** newest link of each chain of refresh tokens */
  chains: Record<string, number>;
  nextChain: number;
  webhook: {
    url: string;
    activities: Record<string, string[]>;
    headers: { name: string; value: string }[];
    expand: string[];
    organizationIds: number[];
  } | null;
  /** bodies of alert resets, as the activity keeps them */
  resets: { uid: string; body: Json }[];
  /** absent in worlds that were saved before tickets were here */
  tickets?: Record<string, TicketExtras>;
}

export type NinjaSandboxState = NinjaState & { [key: string]: Json };

export const initialNinjaState = (): NinjaSandboxState =>
  ({
    quirks: {
      needsUserContext: true,
      runAnswer: 'seeded',
      bareActivities: false,
      swapsActivityIds: false,
      missing: [],
      hasResultField: true,
      resultFieldIsWysiwyg: false,
      tokenSeconds: 3_600,
      ticketing: 'on',
      staleVersionStatus: 409,
      putAnswersNothing: false,
      dropsTags: false,
      ticketsLackRequester: false,
      nameOfAllTickets: 'All tickets',
      boardsLackConditions: false,
      boardsIgnoreOrder: false,
    },
    tokens: {},
    chains: {},
    nextChain: 1,
    webhook: null,
    resets: [],
    tickets: {},
  }) satisfies NinjaState;

export interface NinjaClientApp {
  id: string;
  secret: string;
  kind: 'machine' | 'user';
  scopes: ('monitoring' | 'management' | 'control')[];
}

/** The apps somebody made in Administration, Apps, API. */
export const clientApps: NinjaClientApp[] = [
  {
    id: 'sandbox-machine-app',
    secret: 'sandbox-machine-secret-4711',
    kind: 'machine',
    scopes: ['monitoring', 'management', 'control'],
  },
  {
    id: 'sandbox-user-app',
    secret: 'sandbox-user-secret-4712',
    kind: 'user',
    scopes: ['monitoring', 'management', 'control'],
  },
  { id: 'sandbox-reader-app', secret: 'sandbox-reader-secret-4713', kind: 'machine', scopes: ['monitoring'] },
];
