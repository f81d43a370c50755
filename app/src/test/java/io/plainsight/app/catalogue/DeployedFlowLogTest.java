package io.plainsight.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.plainsight.sensor.flowlog.aws.AwsFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy/aws switches on is what the sensor reads and the documentation says. */
class DeployedFlowLogTest {
    private static final Path ROOT = Catalogue.directory().resolve("..").normalize();
    private static final Path AWS = ROOT.resolve("deploy/aws");

    @Test
    void shouldSwitchOnTheFormatThatIsDocumentedAndRead() throws Exception {
        Matcher terraform = Pattern.compile("log_format\\s*=\\s*\"([^\"]*)\"")
                .matcher(Files.readString(AWS.resolve("flow-logs.tf")));
        assertThat(terraform.find()).isTrue();
        String format = terraform.group(1).replace("$${", "${");

        assertThat(yaml("flow-logs.yaml")
                        .at("/Resources/FlowLog/Properties/LogFormat")
                        .asText())
                .isEqualTo(format);
        assertThat(Files.readString(ROOT.resolve("docs/cloud-flow-logs.md"))).contains("\n" + format + "\n");
        assertThat(AwsFormat.of(format).names())
                .startsWith("version", "account-id")
                .contains(
                        "tcp-flags",
                        "flow-direction",
                        "pkt-srcaddr",
                        "pkt-dstaddr",
                        "traffic-path",
                        "reject-reason",
                        "encryption-status")
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldLetAReaderReadAndNothingElse() throws Exception {
        List<String> actions = new ArrayList<>();
        yaml("flow-logs.yaml")
                .at("/Resources/ReaderPolicy/Properties/PolicyDocument/Statement")
                .forEach(statement -> {
                    JsonNode action = statement.path("Action");
                    actions.addAll(action.isTextual() ? List.of(action.asText()) : texts(action));
                });
        assertThat(actions)
                .containsExactly(
                        "s3:ListBucket",
                        "s3:GetObject",
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:ChangeMessageVisibility",
                        "sqs:GetQueueAttributes");
        String terraform = Files.readString(AWS.resolve("flow-logs.tf"));
        assertThat(actions).allSatisfy(action -> assertThat(terraform).contains('"' + action + '"'));
    }

    @Test
    void shouldTellAQueueOfEachObjectAndKeepWhatNobodyUnderstands() throws Exception {
        JsonNode resources = yaml("flow-logs.yaml").path("Resources");

        assertThat(resources
                        .at("/Bucket/Properties/NotificationConfiguration/QueueConfigurations/0/Queue/Fn::GetAtt/0")
                        .asText())
                .isEqualTo("Queue");
        assertThat(resources
                        .at("/Queue/Properties/RedrivePolicy/deadLetterTargetArn/Fn::GetAtt/0")
                        .asText())
                .isEqualTo("DeadQueue");
        assertThat(resources.at("/Bucket/DependsOn").asText())
                .as("S3 asks the queue whether it may tell, when the bucket is made")
                .isEqualTo("QueuePolicy");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void shouldMirrorIntoTheTunnelThatTheSensorDecodes() throws Exception {
        JsonNode ingress =
                yaml("traffic-mirroring.yaml").at("/Resources/SecurityGroup/Properties/SecurityGroupIngress/0");
        assertThat(ingress.path("IpProtocol").asText()).isEqualTo("udp");
        assertThat(ingress.path("FromPort").asInt()).isEqualTo(4789);
        assertThat(Files.readString(AWS.resolve("traffic-mirroring.tf"))).contains("from_port   = 4789");
    }

    /** Every reference of a template leads somewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"flow-logs.yaml", "traffic-mirroring.yaml"})
    void shouldReferToWhatIsThere(String file) throws Exception {
        JsonNode template = yaml(file);
        List<String> known = new ArrayList<>(List.of("AWS::AccountId", "AWS::Region"));
        template.path("Parameters").fieldNames().forEachRemaining(known::add);
        template.path("Resources").fieldNames().forEachRemaining(known::add);

        assertThat(template.findValuesAsText("Ref")).isNotEmpty().isSubsetOf(known);
        template.findValues("Fn::GetAtt")
                .forEach(value -> assertThat(known).contains(value.path(0).asText()));
        template.findValues("Fn::Sub").forEach(value -> {
            Matcher reference = Pattern.compile("\\$\\{([^}.]*)").matcher(value.asText());
            while (reference.find()) {
                assertThat(known).contains(reference.group(1));
            }
        });
    }

    /** Blocks and quotes close, and every reference within the module leads somewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"flow-logs.tf", "traffic-mirroring.tf"})
    void shouldBeWholeTerraform(String file) throws Exception {
        String text = Files.readString(AWS.resolve(file)).replaceAll("(?m)^\\s*#.*$", "");
        String code = text.replaceAll("\"[^\"\n]*\"", "\"\"");
        assertThat(code.chars().filter(c -> c == '{').count())
                .isEqualTo(code.chars().filter(c -> c == '}').count());
        assertThat(code.replace("\"\"", "")).doesNotContain("\"");

        List<String> declared = new ArrayList<>();
        Matcher block = Pattern.compile("(?m)^(resource|data|variable) \"(\\w+)\"(?: \"(\\w+)\")? \\{")
                .matcher(text);
        while (block.find()) {
            String prefix =
                    block.group(1).equals("resource") ? "" : block.group(1).equals("data") ? "data." : "var.";
            declared.add(prefix + block.group(2) + (block.group(3) == null ? "" : "." + block.group(3)));
        }
        Matcher reference = Pattern.compile("(?<![\\w.\"])(var\\.\\w+|(?:data\\.)?aws_\\w+\\.\\w+)")
                .matcher(text);
        int references = 0;
        while (reference.find()) {
            references++;
            assertThat(declared).as(file).contains(reference.group(1));
        }
        assertThat(references).isGreaterThan(5);
    }

    private static JsonNode yaml(String file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(AWS.resolve(file).toFile());
    }
}
