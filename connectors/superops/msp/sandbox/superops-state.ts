// What this dialect keeps beside the world: the token, and the settings of its misbehaviour. Tests change the latter in place.
export type SuperopsQuirks = {
  /** every call is answered as throttled, in HTTP 200 */
  isThrottled: boolean;
  /** ids inside JSON scalars are bare numbers of 19 digits */
  hasBareIds: boolean;
  /** `hasMore` is null on the last page; else false */
  saysHasMoreNull: boolean;
  /** `sourceReferenceId` may be searched for; null = the condition is ignored; nothing = it is taken and finds nothing */
  searchesReference: boolean | null | 'nothing';
  /** `id` of alerts may be searched for; null = the condition is ignored */
  searchesAlertId: boolean | null;
  /** an operator nobody vouches for */
  knowsNotIncludes: boolean;
  /** sorts that the live schema refuses, as "getAssetActivity.createdTime" */
  refusedSorts: string[];
  /** a row in which a field is null that may not be: the whole page fails when it is selected */
  brokenField: string | null;
  /** closing demands a resolution code */
  demandsResolutionCode: boolean;
  /** what the activity of an asset tells of a script run */
  activityTells: 'action' | 'arguments' | 'name';
};

export type SuperopsSandboxState = {
  subdomain: string;
  token: string;
  /** of a user whose role may look and not touch */
  readOnlyToken: string;
  quirks: SuperopsQuirks;
  /** note id -> what it is here; absent = as the world has it */
  noteKinds: Record<string, 'DESCRIPTION' | 'TECH_REPLY' | 'NOTE'>;
  /** ticket id -> reference of an integration */
  references: Record<string, string>;
  /** mails that went out because a ticket closed */
  closeMails: number[];
  worklogs: { id: number; ticketId: number; qty: string; billDateTime: string; notes: string | null }[];
};

export const initialSuperopsState = (): SuperopsSandboxState => ({
  subdomain: 'mspdemo',
  token: 'sandbox-superops-token-0001',
  readOnlyToken: 'sandbox-superops-token-0002',
  quirks: {
    isThrottled: false,
    hasBareIds: true,
    saysHasMoreNull: true,
    searchesReference: true,
    searchesAlertId: true,
    knowsNotIncludes: true,
    refusedSorts: ['getAssetList.lastCommunicatedTime'],
    brokenField: null,
    demandsResolutionCode: false,
    activityTells: 'action',
  },
  noteKinds: {},
  references: {},
  closeMails: [],
  worklogs: [],
});
