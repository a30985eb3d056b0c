let tags = 0;

/** A tag as the engine makes them, another each time. */
export const newTag = (): string => `mspclaw:0197c3de-0000-7000-8000-000000000001:fix[0].run:${++tags}`;
