import { it } from 'vitest';
import { Walk, facts } from './case.fixture.ts';
it('probe', () => {
  for (const [county, unit, on] of [['hongqiao','hq.shaogongzhuang','2021-11-15'],['linhe','lh.tienan','2022-06-15'],['gongxian','gx.xunchang','2020-11-16'],['baoqing','bq.baoqing','2022-11-15'],['xixiu','xx.jiuzhou','2019-04-15'],['hongqiao','hq.xigu','2021-11-15']] as const) {
    const w = new Walk({ county, unit, on }).apply().finish();
    console.log(county, w.state.status, w.state.assessment?.monthlyFen, w.state.assessment?.tier, w.today, w.log.map(a=>a.kind).join(' '));
  }
});
