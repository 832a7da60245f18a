package io.sluice.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.WireCodec;
import io.sluice.simulator.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportFormatTest {
    /** Real logs are not part of the project; {@code -Dsluice.data=DIR} says where they are kept. */
    private static final Path GOOGLE_STORE =
            Path.of(System.getProperty("sluice.data", "../../shared/data"), "google-store");

    @TempDir
    private Path dir;

    private final WireCodec codec = new WireCodec();

    @Test
    void shouldMergeTheFilesOfGoogleStoreAndNameWhatItLeavesOut() throws IOException {
        zipped(
                "events.csv.gz",
                "ts,visitor,session,hit,event,item_id,sku,price,qty,revenue,order_id,list,position",
                "2000,v,v-1,6,click,353,G1,16.99,,,,Category,4",
                "3000,v,v-1,7,purchase,353,G1,16.99,10000000000000000,9.5,O1,,0",
                "3000,v,v-1,8,purchase,353,G1,16.99,,,O1,,0",
                "4000,v,v-1,9,dance,353,G1,16.99,,,,,0");
        plain("impressions.csv", "ts,visitor,session,hit,list,shown,n", "1500,v,v-1,3,Category,353:1 7:2,2");
        plain(
                "inventory.csv",
                "ts,item_id,property,value",
                "1000,353,available,1",
                "1000,353,price,43.99",
                "1000,353,category,Home/Apparel/");

        Read read = read(ImportFormat.GOOGLE_STORE, ImportOptions.DEFAULTS);

        assertThat(read.arrivals()).containsExactly(1000L, 1000L, 1000L, 1500L, 2000L, 3000L);
        assertThat(read.report)
                .isEqualTo(new ImportReport(8, 6, Map.of(Skip.REPEATED_PURCHASE_LINE, 1L, Skip.UNKNOWN_ACTION, 1L)));
        assertThat(((InventoryEvent) read.records.get(1)).getPriceMinor()).contains(4399L);
        assertThat(((InventoryEvent) read.records.get(2)).getCategoryPath()).contains("Home/Apparel");
        BehaviorEvent list = (BehaviorEvent) read.records.get(3);
        assertThat(list.getAction()).isEqualTo(Action.IMPRESSION);
        assertThat(list.getItems().get(1).getPosition()).contains(2);
        assertThat(list.getContext()).containsEntry("list", "Category");
        BehaviorEvent click = (BehaviorEvent) read.records.get(4);
        assertThat(click.getItems().get(0).getUnitPriceMinor()).contains(1699L);
        assertThat(click.getItems().get(0).getPosition()).contains(4);
        assertThat(click.getSessionId()).contains("v-1");
        BehaviorEvent purchase = (BehaviorEvent) read.records.get(5);
        assertThat(purchase.getItems().get(0).getQuantity()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldGiveRepeatedRowsOneIdentityAndOthersTheirOwn() throws IOException {
        plain("log.csv", "t,u,i,a", "5,u1,i1,view", "5,u1,i1,view", "5,u1,i2,view");

        Read read = read(ImportFormat.CSV, mapped("time=t,user=u,item=i,action=a"));

        List<String> ids =
                read.records.stream().map(r -> ((BehaviorEvent) r).getEventId()).toList();
        assertThat(ids.get(0)).hasSize(32).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
    }

    @Test
    void shouldSortRetailRocketOnDiskAndBuildItsCategoryPaths() throws IOException {
        plain(
                "events.csv",
                "timestamp,visitorid,event,itemid,transactionid",
                "900,1,view,10,",
                "100,2,transaction,11,5",
                "500,1,addtocart,10,");
        plain("item_properties_part1.csv", "timestamp,itemid,property,value", "400,10,available,0", "1,10,790,n5");
        plain("item_properties_part2.csv", "timestamp,itemid,property,value", "200,10,categoryid,3");
        plain("category_tree.csv", "categoryid,parentid", "3,2", "2,1", "1,");
        Path scratch = Files.createDirectory(dir.resolve("scratch"));
        ImportOptions options =
                new ImportOptions(ImportOptions.DEFAULTS.delay(), "USD", scratch, 2, ImportOptions.DEFAULTS.mapping());

        Read read = read(ImportFormat.RETAILROCKET, options);

        assertThat(read.arrivals()).containsExactly(100L, 200L, 400L, 500L, 900L);
        assertThat(read.report).isEqualTo(new ImportReport(6, 5, Map.of(Skip.UNUSED_PROPERTY, 1L)));
        assertThat(((BehaviorEvent) read.records.get(0)).getAction()).isEqualTo(Action.PURCHASE);
        assertThat(((InventoryEvent) read.records.get(1)).getCategoryPath()).contains("1/2/3");
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldReadRees46MonthsInOrderAndTellItemsOnceUntilTheyChange() throws IOException {
        String header = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session";
        plain("2019-Nov.csv", header, "2019-11-01 00:00:00 UTC,purchase,7,44,,,9.00,u,s2");
        plain(
                "2019-Oct.csv",
                header,
                "2019-10-01 00:00:00 UTC,view,7,44,toys.blocks,brio,10.50,u,s1",
                "2019-10-01 00:00:05 UTC,cart,7,44,toys.blocks,brio,10.50,u,s1");

        Read read = read(ImportFormat.REES46, ImportOptions.DEFAULTS);

        assertThat(read.records.stream().map(r -> r.getClass().getSimpleName()))
                .containsExactly("InventoryEvent", "BehaviorEvent", "BehaviorEvent", "InventoryEvent", "BehaviorEvent");
        InventoryEvent first = (InventoryEvent) read.records.get(0);
        assertThat(first.getPriceMinor()).contains(1050L);
        assertThat(first.getCategoryPath()).contains("toys/blocks");
        assertThat(first.getBrand()).contains("brio");
    }

    @Test
    void shouldReadBothLayoutsOfYoochoose() throws IOException {
        plain(
                "yoochoose-clicks.dat",
                "1,2014-04-07T10:54:09.868Z,214536500,0",
                "1,2014-04-07T10:51:09.277Z,214536502,0");
        plain("yoochoose-buys.dat", "1,2014-04-07T10:55:00.000Z,214536502,1046,2");
        Read original = read(ImportFormat.YOOCHOOSE, ImportOptions.DEFAULTS);
        Files.delete(dir.resolve("yoochoose-clicks.dat"));
        plain("clicks-train.tsv", "SessionId\tItemId\tTime", "2\t21\t1396861348.7", "1\t20\t1396860669.277");
        Read excerpt = read(ImportFormat.YOOCHOOSE, ImportOptions.DEFAULTS);

        assertThat(original.records.stream().map(r -> ((BehaviorEvent) r).getAction()))
                .containsExactly(Action.CLICK, Action.CLICK, Action.PURCHASE);
        assertThat(((BehaviorEvent) original.records.get(2)).getItems().get(0).getUnitPriceMinor())
                .contains(1046L);
        assertThat(excerpt.arrivals()).containsExactly(1396860669277L, 1396861348700L);
    }

    @Test
    void shouldReadAnyJsonThroughAMappingAndSkipWhatItCannot() throws IOException {
        plain(
                "log.jsonl",
                "{\"ts\":\"2026-01-05T10:00:01Z\",\"who\":\"u\",\"what\":\"i\",\"did\":\"cart\",\"p\":1.5,\"n\":2}",
                "not json",
                "{\"ts\":\"2026-01-05T10:00:00Z\",\"who\":\"u\",\"what\":\"i\",\"did\":\"sneeze\"}",
                "{\"ts\":\"2026-01-05T10:00:00Z\",\"who\":\"\",\"what\":\"i\",\"did\":\"view\"}",
                "{\"ts\":\"2026-01-05T10:00:00Z\",\"who\":\"u\",\"what\":\"i\",\"did\":\"view\",\"p\":\"free\"}");

        Read read = read(
                ImportFormat.JSONL,
                mapped(
                        "time=ts,user=who,item=what,action=did,price=p,quantity=n;time-unit=iso;actions=cart:ADD_TO_CART"));

        assertThat(read.report)
                .isEqualTo(new ImportReport(
                        5,
                        1,
                        Map.of(
                                Skip.BAD_TIME, 1L,
                                Skip.UNKNOWN_ACTION, 1L,
                                Skip.NO_USER, 1L,
                                Skip.BAD_VALUE, 1L)));
        BehaviorEvent event = (BehaviorEvent) read.records.get(0);
        assertThat(event.getAction()).isEqualTo(Action.ADD_TO_CART);
        assertThat(event.getItems().get(0).getUnitPriceMinor()).contains(150L);
        assertThat(event.getItems().get(0).getQuantity()).isEqualTo(2);
    }

    @Test
    void shouldRefuseASortedFormatThatIsNot() throws IOException {
        plain("events.csv", "ts,visitor,session,hit,event,item_id", "20,v,s,1,view,1", "10,v,s,2,view,1");
        plain("impressions.csv", "ts,visitor,session,hit,list,shown,n");
        plain("inventory.csv", "ts,item_id,property,value");

        assertThatThrownBy(() -> read(ImportFormat.GOOGLE_STORE, ImportOptions.DEFAULTS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not sorted");
    }

    @Test
    void shouldSayWhichFileOrMappingIsMissing() {
        assertThatThrownBy(() -> ImportFormat.GOOGLE_STORE.open(dir, ImportOptions.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inventory.csv");
        assertThatThrownBy(() -> ImportFormat.CSV.open(dir, ImportOptions.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mapping");
        assertThatThrownBy(() -> ImportFormat.named("xml")).hasMessageContaining("google-store");
    }

    @Test
    void shouldReadTheRealShopWithoutLosingARow() throws IOException {
        boolean there = Files.isDirectory(GOOGLE_STORE);
        if (!there) {
            System.out.println("skipped: no real event log at " + GOOGLE_STORE);
        }
        assumeTrue(there, "no real event log at " + GOOGLE_STORE);

        try (Imported imported = ImportFormat.GOOGLE_STORE.open(GOOGLE_STORE, ImportOptions.DEFAULTS)) {
            Instant last = Instant.MIN;
            while (imported.hasNext()) {
                Delivery delivery = imported.next();
                assertThat(delivery.arrival().isBefore(last)).isFalse();
                last = delivery.arrival();
            }
            ImportReport report = imported.report();
            System.out.println(imported.identity() + " " + report);
            long skipped = report.skipped().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(report.rows()).isGreaterThan(600_000);
            assertThat(report.events() + skipped).isEqualTo(report.rows());
            assertThat(report.skipped()).containsOnlyKeys(Skip.REPEATED_PURCHASE_LINE);
        }
    }

    private record Read(List<Delivery> deliveries, List<SpecificRecord> records, ImportReport report) {
        List<Long> arrivals() {
            return deliveries.stream().map(d -> d.arrival().toEpochMilli()).toList();
        }
    }

    private Read read(ImportFormat format, ImportOptions options) throws IOException {
        List<Delivery> deliveries = new ArrayList<>();
        try (Imported imported = format.open(dir, options)) {
            assertThat(imported.identity()).startsWith(format.text() + " ");
            imported.forEachRemaining(deliveries::add);
            List<SpecificRecord> records = new ArrayList<>();
            for (Delivery delivery : deliveries) {
                records.add(codec.decode(delivery.value()).match(r -> r, (reason, detail) -> {
                    throw new AssertionError(detail);
                }));
            }
            return new Read(deliveries, records, imported.report());
        }
    }

    private static ImportOptions mapped(String mapping) {
        return ImportOptions.DEFAULTS.withMapping(Mapping.parse(mapping));
    }

    private void plain(String name, String... lines) throws IOException {
        Files.write(dir.resolve(name), List.of(lines));
    }

    private void zipped(String name, String... lines) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(dir.resolve(name)))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
