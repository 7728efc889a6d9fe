import java.io.*;
import java.nio.file.*;
import java.util.*;

import org.javarosa.core.model.*;
import org.javarosa.core.model.data.*;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.reference.*;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.*;
import org.javarosa.model.xform.*;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills a form by chance with the engine of ODK Collect: `Filled FORM FOLDER-OF-ITS-FILES COUNT SEED [ANSWERS]`; each filled instance is a line of base64.
 *
 * ANSWERS: a file of lines "path, tab, value"; then only what stands there is answered ("/data/member[2]/stays"), by the code or the number. What stands
 * below an empty one is answered when all else is.
 */
public class Filled {
    static Random chance;
    static final Map<String, String> told = new HashMap<>(), then = new HashMap<>();
    static final String[] TEXTS = {"สมหญิง ใจดี", "ฟาตีเมาะ", "0812345678", "1234567890121", "x", "บ้านเลขที่ 9 <หมู่> & 4"};

    public static void main(String[] given) throws Exception {
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new Files_(Paths.get(given[1])));
        if (given.length > 4) {
            Map<String, String> into = told;
            for (String line : Files.readAllLines(Paths.get(given[4]))) {
                if (line.isBlank()) into = then;
                else into.put(bare(line.split("\t", 2)[0]), line.split("\t", 2)[1]);
            }
        }
        byte[] text = Files.readAllBytes(Paths.get(given[0]));
        for (int n = 0; n < Integer.parseInt(given[2]); n++) {
            chance = new Random(Long.parseLong(given[3]) + n);
            FormDef form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(text));
            form.initialize(true, new InstanceInitializationFactory());
            FormEntryController steps = new FormEntryController(new FormEntryModel(form));
            fill(steps, told);
            if (!then.isEmpty()) fill(steps, then);
            ValidateOutcome outcome = form.validate(true);
            String left = outcome == null ? "ok" : "invalid";
            if (outcome != null) System.err.println("left: " + outcome.failedPrompt.getReference() + " " + outcome.outcome);
            form.postProcessInstance();
            byte[] told = new XFormSerializingVisitor().serializeInstance(form.getInstance(), form);
            System.out.println(left + " " + Base64.getEncoder().encodeToString(told));
        }
    }

    static void fill(FormEntryController steps, Map<String, String> told) {
        steps.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        Map<String, Integer> added = new HashMap<>();
        int event;
        while ((event = steps.stepToNextEvent()) != FormEntryController.EVENT_END_OF_FORM) {
            FormIndex at = steps.getModel().getFormIndex();
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                if (added.merge(at.getReference().genericize().toString(), 1, Integer::sum) <= 3) steps.newRepeat();
            } else if (event == FormEntryController.EVENT_QUESTION) {
                FormEntryPrompt asked = steps.getModel().getQuestionPrompt();
                if (asked.isReadOnly()) continue;
                if (!told.isEmpty()) {
                    String value = told.get(bare(at.getReference().toString(true)));
                    if (value != null && steps.answerQuestion(at, answer(asked, value), true) != FormEntryController.ANSWER_OK) System.err.println("refused: " + at.getReference());
                    continue;
                }
                if (!asked.isRequired() && chance.nextInt(4) == 0) continue;
                for (int tries = 0; tries < 60; tries++) {
                    if (steps.answerQuestion(at, answer(asked), true) == FormEntryController.ANSWER_OK) break;
                }
            }
        }
    }

    /** A path without the positions of what is the first of its name. */
    static String bare(String path) { return path.replace("[1]", ""); }

    static IAnswerData answer(FormEntryPrompt asked, String value) {
        if (asked.getControlType() == Constants.CONTROL_SELECT_ONE) {
            for (SelectChoice one : asked.getSelectChoices()) if (one.getValue().equals(value)) return new SelectOneData(one.selection());
            throw new IllegalArgumentException(asked.getIndex().getReference() + " has no " + value);
        }
        return asked.getDataType() == Constants.DATATYPE_INTEGER ? new IntegerData(Integer.parseInt(value)) : new StringData(value);
    }

    static IAnswerData answer(FormEntryPrompt asked) {
        int control = asked.getControlType();
        if (control == Constants.CONTROL_SELECT_ONE || control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
            List<SelectChoice> all = asked.getSelectChoices();
            if (all.isEmpty()) return null;
            if (control == Constants.CONTROL_SELECT_ONE) return new SelectOneData(all.get(chance.nextInt(all.size())).selection());
            List<SelectChoice> mixed = new ArrayList<>(all);
            Collections.shuffle(mixed, chance);
            int most = control == Constants.CONTROL_RANK ? mixed.size() : 1 + chance.nextInt(Math.min(3, mixed.size()));
            List<Selection> chosen = new ArrayList<>();
            for (SelectChoice one : mixed.subList(0, most)) chosen.add(one.selection());
            return new SelectMultiData(chosen);
        }
        if (control == Constants.CONTROL_TRIGGER) return new StringData("OK");
        switch (asked.getDataType()) {
            case Constants.DATATYPE_INTEGER: return new IntegerData(new int[] {0, 1, 2, 3, chance.nextInt(120), chance.nextInt(20), 2560 + chance.nextInt(20), 2500 + chance.nextInt(60)}[chance.nextInt(8)]);
            case Constants.DATATYPE_LONG: return new LongData((long) chance.nextInt(100000));
            case Constants.DATATYPE_DECIMAL: return new DecimalData(chance.nextInt(10000) / 100.0);
            case Constants.DATATYPE_DATE: return new DateData(new Date(1000L * 86400 * (3650 + chance.nextInt(16000))));
            case Constants.DATATYPE_TIME: return new TimeData(new Date(1000L * chance.nextInt(80000)));
            case Constants.DATATYPE_DATE_TIME: return new DateTimeData(new Date(1000L * 86400 * (3650 + chance.nextInt(16000))));
            case Constants.DATATYPE_GEOPOINT: return new GeoPointData(new double[] {16 + chance.nextDouble(), 102 + chance.nextDouble(), 0, 12});
            case Constants.DATATYPE_BINARY: return new StringData("p" + chance.nextInt(1000) + ".jpg");
            default: return new StringData(TEXTS[chance.nextInt(TEXTS.length)]);
        }
    }

    /** Files of the form, all from one folder. */
    static class Files_ implements ReferenceFactory {
        final Path folder;

        Files_(Path folder) { this.folder = folder; }

        public boolean derives(String uri) { return uri.startsWith("jr://"); }

        public Reference derive(String uri) { return new One(folder.resolve(uri.substring(uri.lastIndexOf('/') + 1)), uri); }

        public Reference derive(String uri, String context) { return derive(uri); }
    }

    static class One implements Reference {
        final Path path;
        final String uri;

        One(Path path, String uri) { this.path = path; this.uri = uri; }

        public boolean doesBinaryExist() { return Files.exists(path); }

        public InputStream getStream() throws IOException { return Files.newInputStream(path); }

        public String getURI() { return uri; }

        public String getLocalURI() { return path.toString(); }

        public boolean isReadOnly() { return true; }

        public OutputStream getOutputStream() throws IOException { throw new IOException("read only"); }

        public void remove() throws IOException { throw new IOException("read only"); }

        public Reference[] probeAlternativeReferences() { return new Reference[0]; }
    }
}
