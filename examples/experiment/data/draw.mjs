// Draws the data: `node data/draw.mjs > data/pupils.csv`. Nobody was taught or tested.
let state = 20261201;
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

/** Arms of the pupils of a school: 16 in regular classes, 12 in small ones, 12 in classes with an aide. */
function assigned() {
  const arms = Array.from({ length: 40 }, (_, i) => (i < 16 ? 'regular' : i < 28 ? 'small' : 'aide'));
  for (let i = arms.length - 1; i > 0; i -= 1) {
    const j = Math.floor((i + 1) * uniform());
    [arms[i], arms[j]] = [arms[j], arms[i]];
  }
  return arms;
}

console.log('pupil,school,arm,girl,age,lunch,reading,maths,absences');
for (let school = 1; school <= 15; school += 1) {
  const level = 4 * normal();
  for (const [place, arm] of assigned().entries()) {
    const girl = uniform() < 0.5 ? 1 : 0;
    const age = 6 + Math.floor(12 * uniform()) / 12;
    const lunch = uniform() < 0.45 ? 1 : 0;
    const ability = level + 6 * normal() - 4 * lunch + girl;
    const small = arm === 'small' ? 1 : 0;
    const reading = 50 + ability + 3.5 * small + 0.5 * (arm === 'aide') + 5 * normal();
    const maths = 50 + ability + 2.5 * small + 6 * normal();
    const absences = Math.max(0, Math.round(8 + 2 * lunch - 0.5 * small + 4 * normal()));
    const isThere = uniform() > (small ? 0.08 : 0.14) + 0.04 * lunch;
    const scores = isThere ? [reading.toFixed(1), maths.toFixed(1)] : ['', ''];
    console.log([`${school}-${place + 1}`, school, arm, girl, age.toFixed(2), lunch, ...scores, absences].join(','));
  }
}
