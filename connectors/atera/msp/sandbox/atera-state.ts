// What this dialect keeps beside the world: tokens of both generations, webhooks, and the settings of its misbehaviour.
export type AteraQuirks = {
  timesHaveZone: boolean;
  /** what disk sizes are counted in */
  diskUnitBytes: number;
  /** what a ticket automation sends; nothing of it is documented */
  webhookBody: 'flat' | 'nested' | 'text-id';
  /** characters of the first comment in a list */
  cutsFirstComment: number | null;
  /** comments come as HTML only */
  hasOnlyHtml: boolean;
};

export type AteraSandboxState = {
  /** of the whole account, the old kind */
  key: string;
  /** named, the new kind: a JWT is longer than any key */
  token: string;
  /** with Read only */
  readOnlyToken: string;
  technicianEmail: string;
  quirks: AteraQuirks;
  /** set up by a person on the screen */
  webhookUrls: string[];
  workHours: { id: number; ticketId: number; start: string; end: string; description: string | null }[];
};

const jwt = (name: string) => `eyJhbGciOiJIUzI1NiJ9.${name.repeat(12)}.c2FuZGJveC1zaWduYXR1cmUtNDcxMQ`;

export const initialAteraState = (): AteraSandboxState => ({
  key: 'sandbox0key0of0the0account0000001',
  token: jwt('c2FuZGJveDE'),
  readOnlyToken: jwt('cmVhZG9ubHk'),
  technicianEmail: 'mspclaw@msp.example',
  quirks: {
    timesHaveZone: true,
    diskUnitBytes: 1_048_576,
    webhookBody: 'flat',
    cutsFirstComment: null,
    hasOnlyHtml: false,
  },
  webhookUrls: [],
  workHours: [],
});
