// Sessions and their events as the extension gives them; names as in the product, numbers in places as text.
import { z } from 'zod';

const text = z.string().nullish();

const errorShape = z.object({ message: z.string(), Message: z.string(), error: z.string() }).partial();
export const saidBy = (json: unknown): string | undefined => {
  const said = errorShape.safeParse(json).data;
  return said?.message ?? said?.Message ?? said?.error;
};

export const sessionShape = z.object({
  SessionID: z.guid(),
  Name: text,
  CustomPropertyValues: z.array(text).nullish(),
  ActiveConnections: z.array(z.object({ ProcessType: z.union([z.number(), z.string()]).nullish() })).nullish(),
  LastGuestConnectedEventTime: text,
  GuestInfo: z
    .object({
      MachineName: text,
      OperatingSystemName: text,
      OperatingSystemVersion: text,
      LastActivityTime: text,
      LastBootTime: text,
      LoggedOnUserName: text,
      MachineSerialNumber: text,
    })
    .nullish(),
});
export type Session = z.output<typeof sessionShape>;
export const sessionListShape = z.array(sessionShape);

export const detailsShape = z.object({
  Events: z
    .array(z.object({ EventType: z.union([z.number(), z.string()]).transform(Number), Data: text, Time: text }))
    .nullish(),
});
/** 44: a command waits for the guest; 70: it ran, and this is what it printed */
export const eventTypes = { queued: 44, ran: 70 };
