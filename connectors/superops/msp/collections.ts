// What SuperOps' lists are called, what we read of a row, and how each may be narrowed. Fields that nothing needs are not
// selected: a null where none may be breaks a whole page.
import type { SuperopsList } from './lists.ts';
import {
  activityShape,
  alertShape,
  assetShape,
  clientShape,
  clientUserShape,
  patchShape,
  scriptShape,
  technicianShape,
  ticketShape,
  worklogShape,
} from './vendor-shapes.ts';

const listInput = { inputType: 'ListInfoInput!' };
const assetInput = (assetId: string) => ({
  inputType: 'AssetDetailsListInput!',
  input: (listInfo: Record<string, unknown>) => ({ assetId, listInfo }),
});

const ticketBasics = 'ticketId subject client status priority createdTime updatedTime';
export const ticketFields = `${ticketBasics} displayId requester techGroup technician category subcategory resolutionTime`;
export const alertFields = 'id message createdTime status severity description asset policy';
export const assetFields =
  'assetId name hostName client site serialNumber primaryMac platform platformCategory status lastCommunicatedTime';

export const ticketList = {
  ...listInput,
  action: 'list the tickets',
  query: 'getTicketList',
  rows: 'tickets',
  fields: ticketFields,
  row: ticketShape,
} satisfies SuperopsList<typeof ticketShape>;

export const alertList = {
  ...listInput,
  action: 'list the alerts',
  query: 'getAlertList',
  rows: 'alerts',
  fields: alertFields,
  row: alertShape,
} satisfies SuperopsList<typeof alertShape>;

export const alertsOfAsset = (assetId: string): SuperopsList<typeof alertShape> => ({
  ...alertList,
  ...assetInput(assetId),
  query: 'getAlertsForAsset',
  action: 'list the alerts of the asset',
});

export const assetList = {
  ...listInput,
  action: 'list the assets',
  query: 'getAssetList',
  rows: 'assets',
  fields: assetFields,
  fewerFields: assetFields.replace(' site', ''),
  row: assetShape,
} satisfies SuperopsList<typeof assetShape>;

export const activityList = (assetId: string): SuperopsList<typeof activityShape> => ({
  ...assetInput(assetId),
  action: 'read the activity of the asset',
  query: 'getAssetActivity',
  rows: 'activities',
  fields: 'activityId module activityType activityData createdTime',
  row: activityShape,
  sort: { attribute: 'createdTime', order: 'DESC' },
});

export const patchList = (assetId: string): SuperopsList<typeof patchShape> => ({
  ...assetInput(assetId),
  action: 'read the patches of the asset',
  query: 'getAssetPatchDetails',
  rows: 'assetPatches',
  fields: 'installationStatus approvalStatus installationTime failedMessage',
  row: patchShape,
});

export const scriptList = {
  ...listInput,
  action: 'list the scripts',
  query: 'getScriptList',
  rows: 'scripts',
  fields: 'scriptId name description language runTimeVariables',
  row: scriptShape,
} satisfies SuperopsList<typeof scriptShape>;

export const technicianList = {
  ...listInput,
  action: 'list the technicians',
  query: 'getTechnicianList',
  rows: 'userList',
  fields: 'userId name email',
  row: technicianShape,
} satisfies SuperopsList<typeof technicianShape>;

export const clientList = {
  ...listInput,
  action: 'list the clients',
  query: 'getClientList',
  rows: 'clients',
  fields: 'accountId name stage',
  row: clientShape,
} satisfies SuperopsList<typeof clientShape>;

export const clientUserList = (clientId: string | null): SuperopsList<typeof clientUserShape> => ({
  inputType: 'GetClientUserListInput!',
  input: (listInfo) => ({ listInfo, ...(clientId === null ? {} : { clientId }) }),
  action: 'list the people at clients',
  query: 'getClientUserList',
  rows: 'userList',
  fields: 'userId name email client',
  row: clientUserShape,
});

export const worklogList: SuperopsList<typeof worklogShape> = {
  inputType: 'GetWorklogEntriesInput!',
  input: (listInfo) => ({ module: 'TICKET', listInfo }),
  action: 'look for a time entry',
  query: 'getWorklogEntries',
  rows: 'entries',
  fields: 'itemId notes qty workItem',
  row: worklogShape,
};
