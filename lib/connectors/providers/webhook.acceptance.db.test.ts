import connector from '@/lib/connectors/providers/webhook';
import { acceptanceOfArrivals } from '@/lib/connectors/testing/acceptance-arrivals';

acceptanceOfArrivals(connector);
