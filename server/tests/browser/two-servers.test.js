// The journeys once more, on two servers that share one PostgreSQL and one bucket and are
// asked in turn; one of them is killed between the claimant and the coordinators.

process.env.JOURNEY_SERVERS = '2';
await import('./journey.test.js');
