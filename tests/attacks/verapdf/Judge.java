// Asks the veraPDF library whether files keep PDF/A-3a and PDF/UA-1: one line a file and standard, tabs between.
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

public class Judge {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            judge(file, "3a", "PDFA-3A.xml");
            judge(file, "ua1", "PDFUA-1.xml");
        }
    }

    private static void judge(String file, String flavour, String rules) throws Exception {
        try (InputStream xml = Judge.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + rules);
             InputStream pdf = new FileInputStream(file);
             PDFAParser parser = Foundries.defaultInstance().createParser(pdf, PDFAFlavour.fromString(flavour))) {
            ValidationProfile profile = Profiles.profileFromXml(xml);
            ValidationResult found = ValidatorFactory.createValidator(profile, false).validate(parser);
            Map<String, String> broken = new TreeMap<>();
            for (TestAssertion one : found.getTestAssertions()) {
                if (one.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, one.getMessage());
                }
            }
            System.out.println(String.join("\t", file, flavour, String.valueOf(found.getTotalAssertions()),
                    String.join("; ", broken.keySet())));
        } catch (Exception error) {
            System.out.println(String.join("\t", file, flavour, "0", error.getClass().getSimpleName()));
        }
    }
}
