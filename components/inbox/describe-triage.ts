// How the card speaks about its own reliability. Pure.
import type { TriageView } from '#server/features/inbox/read-incident.schema.ts';

export interface Confidence {
  text: string;
  /** what the figure is, and what it is not */
  meaning: string;
}

/** A figure of the rules counts support; a model's is its own claim. Neither is a measured probability. */
export function describeConfidence({ method, confidence }: Pick<TriageView, 'method' | 'confidence'>): Confidence {
  if (confidence === null) {
    return {
      text: 'Abstained: too little to go by',
      meaning:
        'Neither a kind of problem we know nor a near match in what is known. A person should look before anything is done.',
    };
  }
  const percent = `${Math.round(confidence * 100)} %`;
  if (method === 'rules') {
    return {
      text: `support ${percent}`,
      meaning:
        'How many independent facts speak for this: a kind we know, answers of the device, a near match in what is known, a playbook that fires. Not a probability: it is not yet measured on your history.',
    };
  }
  return {
    text: `says ${percent} sure`,
    meaning: `What ${method} says of itself. It is not yet measured on your history.`,
  };
}

/** Who wrote the card, and what else is going on. */
export function describeAuthor({ method, model }: Pick<TriageView, 'method' | 'model'>): string {
  if (method !== 'rules') return `By ${method}`;
  if (!model) return 'By rules and knowledge, no model configured';
  if (model.state === 'thinking') return `By rules and knowledge; asking ${model.name}`;
  if (model.state === 'failed') return `By rules and knowledge; ${model.name} did not conclude`;
  return 'By rules and knowledge';
}
