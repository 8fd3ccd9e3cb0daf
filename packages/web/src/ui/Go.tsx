import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to an address of this client that came from the server as text: followed without loading the page anew. */
export function Go({ href, className, children }: { readonly href: string; readonly className?: string; readonly children: ReactNode }): ReactNode {
  const router = useRouter();
  return (
    <a href={href} className={className} onClick={(e) => {
      if (e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
      e.preventDefault();
      router.history.push(href);
    }}>
      {children}
    </a>
  );
}
