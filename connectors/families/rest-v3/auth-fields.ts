// The part of the connect wizard that every product of the family asks for.
import type { AuthField } from '#connectors/sdk/connector.ts';

export const tokenFields = (vendor: string, tokenPlace: string): AuthField[] => [
  {
    name: 'tokenId',
    label: 'Token ID',
    help: `${tokenPlace}: make a token for MSPclaw alone. Its id stands in the list of tokens.`,
    secret: false,
  },
  {
    name: 'tokenSecret',
    label: 'Token secret',
    help: 'Shown once, when the token is made.',
    secret: true,
  },
  {
    name: 'webhookSecret',
    label: 'Secret key of the webhook',
    help: `Leave it empty: ${vendor} makes it when MSPclaw makes the webhook. For a webhook made by hand, its secret key, which is shown once.`,
    secret: true,
  },
];
