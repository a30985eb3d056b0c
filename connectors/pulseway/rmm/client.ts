// The road to Pulseway.
import { createRestV3 } from '#connectors/families/rest-v3/client.ts';
import { baseOf } from './auth.ts';

export const pulseway = createRestV3({
  name: 'Pulseway',
  base: baseOf,
  environmentPath: '/environment/',
  wrongToken:
    'Pulseway refused the token (401). Its id or secret is wrong, or it was deleted: look under Administration, Configuration, API Access. Tokens of older versions, which have no secret, are not taken here.',
  missingRight:
    'Pulseway refused this (403): the token may do what the user who made it may do. Look at the role and the scope of that user.',
});
