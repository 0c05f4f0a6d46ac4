// Draws the data: `node data/draw.mjs > data/pupils.csv`. Nobody was taught or tested.
let state = 20261130;
/** A number between 0 and 1, by the generator of Park and Miller. */
function uniform() {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
}
/** Nearly normal, with mean 0 and standard deviation 1. */
function normal() {
  let sum = -6;
  for (let i = 0; i < 12; i += 1) sum += uniform();
  return sum;
}

console.log('pupil,school,tutored,girl,age,baseline,score');
for (let school = 1; school <= 40; school += 1) {
  const tutored = school % 2;
  const level = 3 * normal();
  for (let pupil = 1; pupil <= 12; pupil += 1) {
    const girl = uniform() < 0.5 ? 1 : 0;
    const age = 10 + Math.floor(3 * uniform());
    const baseline = 50 + level + 8 * normal();
    const score = 20 + 0.6 * baseline + 2.5 * tutored + girl + level + 6 * normal();
    const isThere = uniform() < 0.95;
    const name = `${school}-${pupil}`;
    console.log([name, school, tutored, girl, age, baseline.toFixed(1), isThere ? score.toFixed(1) : ''].join(','));
  }
}
