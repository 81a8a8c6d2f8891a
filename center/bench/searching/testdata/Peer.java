import java.io.*;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.tokenattributes.*;
import org.apache.lucene.document.*;
import org.apache.lucene.facet.*;
import org.apache.lucene.facet.sortedset.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.*;

/** Lucene beside the index of the product: the same documents, the same tokens, the same queries. */
public class Peer {
    /** Han in pairs, each character but the last of a run once; other letters and digits as words. */
    static final class Pairs extends Tokenizer {
        final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
        char[] text = new char[1 << 16];
        int size, at;
        boolean read;

        static boolean han(char c) { return c >= 0x4E00 && c <= 0x9FFF; }
        static boolean word(char c) { return !han(c) && Character.isLetterOrDigit(c); }

        @Override public boolean incrementToken() throws IOException {
            if (!read) {
                read = true;
                int n;
                while ((n = input.read(text, size, text.length - size)) > 0) {
                    size += n;
                    if (size == text.length) text = Arrays.copyOf(text, 2 * size);
                }
            }
            clearAttributes();
            while (at < size) {
                char c = text[at];
                if (han(c)) {
                    term.append(c);
                    if (++at < size && han(text[at])) term.append(text[at]);
                    return true;
                }
                if (word(c)) {
                    while (at < size && word(text[at])) term.append(Character.toLowerCase(text[at++]));
                    return true;
                }
                if (c == '\u000b') step.setPositionIncrement(1024);
                at++;
            }
            return false;
        }

        @Override public void reset() throws IOException { super.reset(); size = at = 0; read = false; }
    }

    static final class Cutter extends Analyzer {
        @Override protected TokenStreamComponents createComponents(String field) { return new TokenStreamComponents(new Pairs()); }
    }

    static long cpu() { return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime(); }

    public static void main(String[] args) throws Exception {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8"));
        Directory dir = new MMapDirectory(Paths.get(args[1]));
        FacetsConfig config = new FacetsConfig();
        config.setMultiValued("ipc", true);
        long at = System.nanoTime(), used = cpu();
        IndexWriterConfig c = new IndexWriterConfig(new Cutter());
        c.setRAMBufferSizeMB(256);
        try (IndexWriter w = new IndexWriter(dir, c); BufferedReader in = Files.newBufferedReader(Paths.get(args[0]), StandardCharsets.UTF_8)) {
            for (String line; (line = in.readLine()) != null; ) {
                String[] f = line.split("\t", 5);
                Document d = new Document();
                d.add(new StringField("id", f[0], Field.Store.YES));
                d.add(new TextField("text", f[4], Field.Store.NO));
                d.add(new SortedSetDocValuesFacetField("applicant", f[1]));
                d.add(new StringField("owner", f[1], Field.Store.NO));
                for (String node : f[2].split(" ")) {
                    d.add(new StringField("node", node, Field.Store.NO));
                    if (node.length() == 4) d.add(new SortedSetDocValuesFacetField("ipc", node));
                }
                d.add(new NumericDocValuesField("published", Long.parseLong(f[3])));
                d.add(new LongPoint("day", Long.parseLong(f[3])));
                w.addDocument(config.build(d));
            }
            w.forceMerge(1);
            w.commit();
        }
        long size = 0;
        for (String name : dir.listAll()) size += dir.fileLength(name);
        System.out.println((System.nanoTime() - at) + " " + (cpu() - used) + " " + size);
        try (DirectoryReader reader = DirectoryReader.open(dir)) { serve(reader); }
    }

    static Query text(String words) {
        if (words.length() == 2) return new TermQuery(new Term("text", words));
        PhraseQuery.Builder b = new PhraseQuery.Builder();
        for (int i = 0; i + 1 < words.length(); i++) b.add(new Term("text", words.substring(i, i + 2)), i);
        return b.build();
    }

    static void serve(DirectoryReader reader) throws Exception {
        IndexSearcher s = new IndexSearcher(reader);
        s.setQueryCache(null);
        SortedSetDocValuesReaderState state = new DefaultSortedSetDocValuesReaderState(reader);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            String[] f = line.split("\t");
            long at = System.nanoTime();
            Query q;
            switch (f[0]) {
                case "and": q = new BooleanQuery.Builder().add(text(f[1]), BooleanClause.Occur.MUST).add(text(f[2]), BooleanClause.Occur.MUST).build(); break;
                case "prefix": q = new ConstantScoreQuery(new TermQuery(new Term("node", f[1]))); break;
                default: q = text(f[1]);
            }
            long total;
            ScoreDoc[] hits;
            if (f[0].equals("facets")) {
                FacetsCollector fc = new FacetsCollector();
                TopDocs top = FacetsCollector.search(s, q, 10, fc);
                total = top.totalHits.value;
                if (total > 0) {
                    Facets facets = new SortedSetDocValuesFacetCounts(state, fc);
                    facets.getTopChildren(10, "applicant");
                    facets.getTopChildren(10, "ipc");
                }
                hits = top.scoreDocs;
            } else {
                TopScoreDocCollector c = TopScoreDocCollector.create(10, null, 10000);
                s.search(q, c);
                TopDocs top = c.topDocs();
                total = Math.min(10000, top.totalHits.value);
                hits = top.scoreDocs;
            }
            for (ScoreDoc h : hits) s.doc(h.doc);
            System.out.println((System.nanoTime() - at) + " " + total);
        }
    }
}
