// Where the secrets of a connection live. Whoever seals and whoever opens must name the same place.
import type { SecretPlace } from './envelope.ts';

export const connectionSecretsPlace = (connectionId: string): SecretPlace => ({
  table: 'connection',
  row: connectionId,
  column: 'secrets',
});

export const ingestSecretPlace = (connectionId: string): SecretPlace => ({
  table: 'connection',
  row: connectionId,
  column: 'ingest_secret',
});

export const scriptCallbackPlace = (callbackId: string): SecretPlace => ({
  table: 'script_callback',
  row: callbackId,
  column: 'token',
});

export const connectionTokenPlace = (connectionId: string, name: string): SecretPlace => ({
  table: 'connection_token',
  row: `${connectionId}/${name}`,
  column: 'value',
});

export const formerSecretsPlace = (connectionId: string): SecretPlace => ({
  table: 'connection',
  row: connectionId,
  column: 'former_secrets',
});
