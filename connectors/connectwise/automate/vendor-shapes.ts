// Automate's answers as they really come: two generations of models, ids as text in one and as numbers in the other,
// times with and without a zone. Tolerant: a field we do not need may be anything.
import { z } from 'zod';

/** "5" in LabTech.Models.*, 5 in Automate.Api.Domain.* */
export const idShape = z.union([z.string().min(1), z.number().int()]).transform(String);
const text = z.string().nullish();
const number = z.coerce.number().nullish().catch(null);
const flag = z.boolean().nullish();
const named = z.object({ Id: idShape, Name: text }).nullish();

export const tokenShape = z.object({
  AccessToken: text,
  ExpirationDate: text,
  AbsoluteExpirationDate: text,
  IsTwoFactorRequired: flag,
  IsInternalTwoFactorRequired: flag,
});
export type AutomateToken = z.output<typeof tokenShape>;

const errorShape = z.object({ message: z.string(), Message: z.string() }).partial();
export const saidBy = (json: unknown): string | undefined => {
  const said = errorShape.safeParse(json).data;
  return said?.message ?? said?.Message;
};

export const computerShape = z.object({
  Id: idShape,
  ComputerName: text,
  FriendlyName: text,
  Client: named,
  Location: named,
  Type: text,
  Status: text,
  OperatingSystemName: text,
  SerialNumber: text,
  MACAddress: text,
  RemoteAgentLastContact: text,
  LastStartup: text,
  IsRebootNeeded: flag,
  LastUserName: text,
  IsMaintenanceModeEnabled: flag,
});
export type AutomateComputer = z.output<typeof computerShape>;

/** Sizes in megabytes. */
export const driveShape = z.object({
  ComputerId: idShape,
  Letter: text,
  Size: number,
  FreeSpace: number,
  IsMissing: flag,
});
export type AutomateDrive = z.output<typeof driveShape>;

export const serviceShape = z.object({ Name: z.string(), Description: text, State: text });
export const patchingStatsShape = z.object({
  MissingPatchCount: number,
  FailedPatchCount: number,
  LastPatchedDate: text,
  NoPatchInventory: flag,
});
export type AutomatePatchingStats = z.output<typeof patchingStatsShape>;
export const clientShape = z.object({ Id: idShape, Name: text });

export const alertShape = z.object({
  AlertId: idShape,
  Client: named,
  Computer: named,
  Monitor: named,
  AlertDate: text,
  Severity: z.object({ Id: number, Name: text }).nullish(),
  Source: text,
  Message: text,
  FieldName: text,
});
export type AutomateAlert = z.output<typeof alertShape>;

export const eventLogShape = z.object({
  EventId: number,
  TimeGenerated: text,
  LogName: text,
  LogType: z.object({ Name: text }).nullish(),
  Source: text,
  Message: text,
});
export type AutomateEvent = z.output<typeof eventLogShape>;

export const scriptShape = z.object({
  Id: idShape,
  Name: z.string(),
  Comments: text,
  Parameters: z.array(z.string()).nullish(),
  IsComputerScript: flag,
});
export type AutomateScript = z.output<typeof scriptShape>;

export const scriptStartShape = z.object({
  ScriptResults: z
    .array(
      z.object({
        EntityId: idShape.nullish(),
        ResultDetails: z.object({ ResultStatus: number, ReasonCode: number, Message: text }).nullish(),
      }),
    )
    .nullish(),
  ContainsUnsuccessfulResults: flag,
});
export const runningScriptShape = z.object({ ScriptId: idShape, Status: text });
export const scriptHistoryShape = z.object({
  Id: z.coerce.number(),
  ScriptId: idShape,
  Status: text,
  State: text,
  HistoryDate: text,
});

export const commandShape = z.object({
  Id: idShape,
  Status: text,
  Output: text,
  Parameters: z.union([z.array(z.string()), z.string()]).nullish(),
});
/** `Parameters` is one text here, not a list. */
export const commandHistoryShape = z.object({
  Id: idShape,
  Status: text,
  Output: text,
  Parameters: text,
  DateExecuted: text,
  DateFinished: text,
});
