import type { KeyObject } from 'node:crypto';
import { anchorHolds, type Anchors } from '../../platform/log/anchor.ts';
import { MATTER_CHAIN } from '../../platform/log/chain.ts';
import { findHead, readLog, type LogRow, type Query } from '../../platform/log/read.ts';
import { verifyChain, type Fault, type Report } from '../../platform/log/verify.ts';
import { ACT_LABELS } from './registry.ts';

/** Walks a county's chain of matters once, as `verifyChain` does; with `signed`, every anchor of the file outside the database finds its entry. */
export async function verifyMatters(query: Query, county: number, signed?: { readonly file: Anchors; readonly publicKeys: readonly KeyObject[] }, maxSkewMinutes: number | null = null): Promise<Report> {
  const faults: Fault[] = (signed?.file.badLines ?? []).map((line) => ({ position: 0, kind: 'checkpoint', text: `监督事项校验点文件第 ${line} 行无法读取` }));
  const open = new Map((signed?.file.anchors ?? []).map((a) => [a.position, a]));
  async function* watched(): AsyncGenerator<LogRow> {
    for await (const row of readLog(query, county, MATTER_CHAIN)) {
      const anchor = open.get(row.position);
      open.delete(row.position);
      if (anchor && (anchor.county !== county || !anchorHolds('matters', anchor, signed?.publicKeys ?? []))) faults.push({ position: row.position, kind: 'checkpoint', text: `第 ${row.position} 条的校验点签名不符` });
      else if (anchor && anchor.hash !== row.hash) faults.push({ position: row.position, kind: 'checkpoint', text: `第 ${row.position} 条与 ${anchor.at} 签名的校验点不符：此处或之前的记录被改写` });
      yield row;
    }
  }
  const report = await verifyChain(watched(), { county, publicKeys: [], stored: null, exported: null, head: await findHead(query, county, MATTER_CHAIN), maxSkewMinutes, of: { noun: '监督事项', labels: ACT_LABELS } });
  for (const a of open.values()) faults.push({ position: a.position, kind: 'truncated', text: `${a.at} 签名的校验点表明记录曾到第 ${a.position} 条：末尾被截去` });
  return faults.length === 0 ? report : { ...report, ok: false, faults: [...faults, ...report.faults], faultCount: report.faultCount + faults.length };
}
