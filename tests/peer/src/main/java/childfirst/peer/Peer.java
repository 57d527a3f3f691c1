package childfirst.peer;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;

/**
 * What JavaRosa takes for a form of so many questions. Prints a name and microseconds on each line.
 *
 * <pre>
 * make FORM QUESTIONS            writes a form, each question relevant by a role and by a child's age
 * nothing                        what the JVM itself takes is timed from outside
 * open FORM                      in a fresh JVM: parse, initialise, first question
 * save FORM INSTANCE ANSWERS N   N answers, each saved whole, after so many; leaves the instance there
 * resume FORM INSTANCE           in a fresh JVM: parse, load what was saved, first question
 * </pre>
 */
public final class Peer {
    private static final String WORDS = "She said he was angry, and that he has a key to the house.";

    public static void main(String[] given) throws Exception {
        new XFormsModule().registerModule();
        switch (given[0]) {
            case "make" -> make(Path.of(given[1]), Integer.parseInt(given[2]));
            case "nothing" -> { }
            case "open" -> {
                long start = System.nanoTime();
                first(open(Path.of(given[1]), null));
                say("open", System.nanoTime() - start);
            }
            case "save" -> save(Path.of(given[1]), Path.of(given[2]), Integer.parseInt(given[3]), Integer.parseInt(given[4]));
            case "resume" -> {
                long start = System.nanoTime();
                first(open(Path.of(given[1]), Files.readAllBytes(Path.of(given[2]))));
                say("resume", System.nanoTime() - start);
            }
            default -> throw new IllegalArgumentException(given[0]);
        }
    }

    private static void say(String name, long nanos) {
        System.out.println(name + "\t" + nanos / 1000);
    }

    private static void make(Path form, int questions) throws Exception {
        StringBuilder data = new StringBuilder(), binds = new StringBuilder(), body = new StringBuilder();
        for (int n = 0; n < questions; n++) {
            data.append("<q").append(n).append("/>");
            binds.append("<bind nodeset=\"/data/q").append(n).append("\" type=\"string\" relevant=\"/data/role = 'response_officer'")
                .append(" and /data/age").append(n % 3 + 1).append(" &lt; 216\"/>\n");
            body.append("<input ref=\"/data/q").append(n).append("\"><label>See the child yourself: awake, asleep or not seen? ")
                .append(n).append("</label></input>\n");
        }
        Files.writeString(form, """
            <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title><model>
            <instance><data id="t"><role>response_officer</role><age1>8</age1><age2>36</age2><age3>108</age3>%s</data></instance>
            <bind nodeset="/data/role" type="string"/><bind nodeset="/data/age1" type="int"/>
            <bind nodeset="/data/age2" type="int"/><bind nodeset="/data/age3" type="int"/>
            %s</model></h:head><h:body>%s</h:body></h:html>
            """.formatted(data, binds, body));
    }

    /** As Collect opens a form: parsed, and what was saved put into its instance. */
    private static FormEntryController open(Path form, byte[] saved) throws Exception {
        FormDef def = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(Files.readAllBytes(form)));
        FormEntryController controller = new FormEntryController(new FormEntryModel(def));
        if (saved != null) {
            TreeElement root = XFormParser.restoreDataModel(saved, null).getRoot();
            TreeElement template = def.getInstance().getRoot().deepCopy(true);
            template.populate(root, def);
            def.getInstance().setRoot(template);
        }
        def.initialize(saved == null, new InstanceInitializationFactory());
        return controller;
    }

    private static void first(FormEntryController controller) {
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        while (controller.getModel().getEvent() != FormEntryController.EVENT_QUESTION) {
            controller.stepToNextEvent();
        }
        if (controller.getModel().getQuestionPrompt().getQuestionText().isEmpty()) {
            throw new IllegalStateException("no first question");
        }
    }

    private static void save(Path form, Path instance, int before, int rounds) throws Exception {
        FormEntryController controller = open(form, null);
        first(controller);
        List<FormIndex> questions = new ArrayList<>();
        while (controller.getModel().getEvent() == FormEntryController.EVENT_QUESTION) {
            questions.add(controller.getModel().getFormIndex());
            controller.stepToNextEvent();
        }
        for (int n = 0; n < before; n++) {
            controller.answerQuestion(questions.get(n), new StringData(WORDS + n), false);
        }
        FormDef def = controller.getModel().getForm();
        long[] plain = new long[rounds], synced = new long[rounds];
        for (int warm = 0; warm < 2; warm++) {
            for (int n = 0; n < rounds; n++) {
                FormIndex at = questions.get(n % Math.max(before, 1));
                plain[n] = once(controller, def, at, instance, n, false);
                synced[n] = once(controller, def, at, instance, n, true);
            }
        }
        say("save_plain", middle(plain));
        say("save_synced", middle(synced));
    }

    /** One answer, and the whole instance written as Collect writes it: serialised, to a file; synced or not. */
    private static long once(FormEntryController controller, FormDef def, FormIndex at, Path instance, int n, boolean sync) throws Exception {
        long start = System.nanoTime();
        controller.answerQuestion(at, new StringData(WORDS + n), true);
        byte[] bytes = new XFormSerializingVisitor().serializeInstance(def.getInstance());
        Path half = instance.resolveSibling(instance.getFileName() + ".half");
        try (FileOutputStream out = new FileOutputStream(half.toFile())) {
            out.write(bytes);
            if (sync) {
                out.getFD().sync();
            }
        }
        Files.move(half, instance, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        if (bytes.length < 100 || !new String(bytes, StandardCharsets.UTF_8).contains(WORDS + n)) {
            throw new IllegalStateException("the answer is not in what was saved");
        }
        return System.nanoTime() - start;
    }

    private static long middle(long[] all) {
        java.util.Arrays.sort(all);
        return all[all.length / 2];
    }
}
