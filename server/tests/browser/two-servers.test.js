// The journeys on two servers that share one PostgreSQL and one bucket and answer in
// turn. One of them is killed between the claimant's and the coordinators' parts.

process.env.JOURNEY_SERVERS = '2';
await import('./journey.test.js');
