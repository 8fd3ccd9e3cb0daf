import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Output } from '@doudi/core/api/contract';
import { call, type CallContract, type CallInput, type CallOptions } from './client.ts';

type Input<C extends CallContract> = object extends CallInput<C> ? [input?: CallInput<C> | undefined, options?: QueryOptions] : [input: CallInput<C>, options?: QueryOptions];
interface QueryOptions {
  readonly enabled?: boolean;
  /** Keeps the last page on screen while the next one is fetched. */
  readonly keep?: boolean;
  readonly staleTime?: number;
  /** Asks again after so many milliseconds while this says so: something outside is expected to answer. */
  readonly poll?: (data: unknown) => number | false;
}

// The conditional argument type is resolved per contract at the call site; inside it is the plain pair.
const plainCall = call as (c: CallContract, input: unknown, options?: CallOptions) => Promise<unknown>;

/** Key under which an answer is cached. */
export const keyOf = (c: CallContract, input?: unknown): readonly unknown[] => [c.method, c.path, input ?? {}];

/** Reads an endpoint; the answer is cached under contract and input. */
export function useCall<C extends CallContract>(contract: C, ...[input, options]: Input<C>): UseQueryResult<Output<C>> {
  return useQuery({
    queryKey: keyOf(contract, input),
    queryFn: async ({ signal }) => (await plainCall(contract, input, { signal })) as Output<C>,
    enabled: options?.enabled ?? true,
    ...(options?.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options?.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options?.poll ? { refetchInterval: (q: { state: { data: unknown } }) => options.poll?.(q.state.data) ?? false } : {}),
  });
}

/**
 * Sends to an endpoint. The idempotency key belongs to the content: the same content again (a second click, a retry after
 * a broken line) carries the same key until it has succeeded. After success everything on screen is asked for anew.
 * `read` marks a POST that only reads (search, opening a person): no key, nothing refreshed.
 */
export function useSend<C extends CallContract>(contract: C, options: { readonly refresh?: boolean; readonly read?: boolean } = {}): UseMutationResult<Output<C>, Error, CallInput<C>> {
  const client = useQueryClient();
  const intent = useRef<{ content: string; key: string } | null>(null);
  return useMutation({
    mutationFn: async (input: CallInput<C>) => {
      const content = JSON.stringify(input);
      if (intent.current?.content !== content) intent.current = { content, key: crypto.randomUUID() };
      return (await plainCall(contract, input, { key: options.read ? null : intent.current.key })) as Output<C>;
    },
    onSuccess: async () => {
      intent.current = null;
      if (options.refresh ?? !options.read) await client.invalidateQueries();
    },
  });
}
