import type { Payload } from '../case/commands.ts';
import type { HouseholdFacts, Member } from '../case/facts.ts';

/** Words of codes that only papers print; those of incomes, property and persons stand beside the working. */
export const METHOD_WORDS: Record<Payload<'recordInvestigation'>['methods'][number], string> = { home: '入户调查', neighbour: '邻里访问', letter: '信函索证', video: '视频调查', other: '其他方式' };
export const RELATION_WORDS: Record<Member['relation'], string> = {
  self: '本人', spouse: '配偶', child: '子女', parent: '父母', grandparent: '（外）祖父母', grandchild: '（外）孙子女', sibling: '兄弟姐妹', other: '其他',
};
export const SEX_WORDS: Record<Member['sex'], string> = { male: '男', female: '女' };
export const HARDSHIP_WORDS: Record<HouseholdFacts['hardship'], string> = {
  illness: '因病', disability: '因残', disaster: '因灾', study: '因学', labour: '缺乏劳动力', unemployment: '失业', aged: '年老', other: '其他',
};
