// How sure a match is, as a number and as the sentence behind it. The numbers order; they are no probabilities.
export type DeviceMatch = 'serial' | 'mac' | 'name-and-client' | 'decision' | 'new';
export type PersonMatch = 'address' | 'decision' | 'new';
export type ClientMatch = 'name' | 'decision' | 'new';

export interface Confidence {
  confidence: number;
  reason: string;
}

export const decided: Confidence = { confidence: 100, reason: 'A person decided it.' };

export function confidenceOfDevice(by: DeviceMatch): Confidence {
  switch (by) {
    case 'decision':
      return decided;
    case 'serial':
      return { confidence: 98, reason: 'The same serial number, and no other device has it.' };
    case 'mac':
      return {
        confidence: 85,
        reason: 'The same network address at the same client; no serial number speaks against it.',
      };
    case 'name-and-client':
      return {
        confidence: 65,
        reason: 'The same name at the same client; neither serial number nor address to compare.',
      };
    case 'new':
      return { confidence: 100, reason: 'The first record of this device.' };
  }
}

export function confidenceOfPerson(by: PersonMatch): Confidence {
  switch (by) {
    case 'decision':
      return decided;
    case 'address':
      return { confidence: 95, reason: 'The same sign-in name or mail address.' };
    case 'new':
      return { confidence: 100, reason: 'The first record of this person.' };
  }
}

export function confidenceOfClient(by: ClientMatch): Confidence {
  switch (by) {
    case 'decision':
      return decided;
    case 'name':
      return { confidence: 80, reason: 'The same name, apart from its legal form.' };
    case 'new':
      return { confidence: 100, reason: 'The first record of this client.' };
  }
}
