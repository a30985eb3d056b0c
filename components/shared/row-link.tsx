'use client';
import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/** The link of a row: fetched ahead when it is pointed at or focused, not for each of fifty rows on sight. */
export function RowLink(props: ComponentProps<typeof Link>) {
  const [isLikely, setLikely] = useState(false);
  const expect = () => setLikely(true);
  return <Link data-row prefetch={isLikely ? null : false} onMouseEnter={expect} onFocus={expect} {...props} />;
}
