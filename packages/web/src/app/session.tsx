import { hashKey, type QueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { whoami, type Session } from '@doudi/core/api/session';
import type { Permission } from '@doudi/core/rights/permissions';
import { keyOf } from '../api/hooks.ts';

/** Where the cache keeps who is at the desk; null = nobody. */
export const SESSION_KEY = keyOf(whoami);

/**
 * Puts another person or post (null = nobody) at the desk; what the former had on screen is forgotten, and what stays on
 * screen is asked for anew. Clearing the whole cache would cut off the one query that tells the application who is there.
 */
export async function seat(client: QueryClient, session: Session | null): Promise<void> {
  const own = hashKey(SESSION_KEY);
  const others = { predicate: (q: { readonly queryHash: string }) => q.queryHash !== own };
  await client.cancelQueries();
  client.setQueryData(SESSION_KEY, session);
  if (session) await client.resetQueries(others);
  else client.removeQueries(others);
}

interface SessionState {
  readonly session: Session;
  readonly may: (permission: Permission) => boolean;
  /** Instant of the installation's clock in ms, which in training is not that of this machine. */
  readonly now: () => number;
  /** Logs out; `idle` keeps what was typed in this tab for the same account. */
  readonly signOut: (idle?: boolean) => Promise<void>;
}

export const SessionContext = createContext<SessionState | null>(null);

/** Who is at the desk; only below the login. */
export function useSession(): SessionState {
  const state = use(SessionContext);
  if (!state) throw new Error('useSession needs a signed-in session');
  return state;
}
