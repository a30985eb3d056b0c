// Names under which people keep secrets in fields that were not made for them.
const secretNames =
  /pass(?:word|phrase|code|wort)|kennwort|contraseña|mot de passe|secret|credential|private.?key|api.?key|recovery.?key|\b(?:pin|otp|totp|psk|pwd|pw)\b/i;

/** A field of this name is left out of what is read, whatever its kind: better one fact too few than a secret too many. */
export const isSecretLabel = (label: string): boolean => secretNames.test(label);
